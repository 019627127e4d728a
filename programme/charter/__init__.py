"""The charter: the programme and its states, goals, KPIs, readiness; refuses a goal that is only a go-live."""
