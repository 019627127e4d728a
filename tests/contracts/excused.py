"""Acts that stand at one front only, or were not compared, each with the reason."""

NO_PAGE = "no page yet: edited by the API and by import only"
REFUSED = "always refused: a step may be made lighter, never skipped; tested with the gates"
ONE_SERVICE = (
    "one view and one service for every move, compared by hold, resume and cancel; the guards want a whole life"
)
NO_CALL = "no call yet"
CHECKED = "two steps on the page, one call: compared by test_both_fronts_check_a_file_alike"
ACCOUNT = "about the browser's own session or account, not about the programme"

RELEASED = "wants a newer blueprint released: compared by test_page_api_and_command_say_and_do_the_same"

CALLS_ALONE = {
    "api-blueprint take": RELEASED,
    "api-plan ripple": "the page asks by GET: plan:ripple",
    "api-cutover-steps create": NO_PAGE,
    "api-cutover-steps destroy": NO_PAGE,
    "api-cutover-steps partial_update": NO_PAGE,
    "api-courses destroy": "courses are taken out by undoing their import, or by the call; the page retires them",
    "api-enrolments create": "the page enrols several at once, compared by session-seats enrol",
    "api-imports create": CHECKED,
    "api-pack-rhythm replace": "compared by test_both_fronts_set_the_rhythm",
    "api-pack send": "wants a drawn pack and a list: one service, tried by test_packs",
    "api-notice-wishes replace": "one's own wishes, as the page keeps them; compared by test_page_of_wishes_keeps_what_is_ticked",
    "api-notifications read": "the page marks one by the same form as all",
    "api-notifications read_all": "the page marks all by the same form as one",
    "api-phases destroy": REFUSED,
    "api-plan baseline": "the older call for api-baselines create; one service",
    "api-plan edit": "what the chart of the page sends itself; its service is compared by plan:edit and plan:link",
    "api-programmes activate": ONE_SERVICE,
    "api-programmes begin_closing": ONE_SERVICE,
    "api-programmes close": ONE_SERVICE,
    "api-programmes operate": ONE_SERVICE,
    "api-quality-rules create": NO_PAGE,
    "api-quality-rules destroy": NO_PAGE,
    "api-quality-rules partial_update": NO_PAGE,
    "api-raci replace": "a call writes several rows, the page one; compared by test_page_and_call_write_a_row_of_the_matrix_alike",
    "api-rooms destroy": "a room is taken out of use on its page, or by undoing its import",
    "api-scoreweights create": NO_PAGE,
    "api-stages destroy": REFUSED,
    "api-trainers destroy": "a trainer is taken out of use on the page, or by undoing the import",
}
PAGES_ALONE = {
    "people:raci_row POST": "a call writes several rows, the page one; compared by test_page_and_call_write_a_row_of_the_matrix_alike",
    "charter:goal_score POST": "computes a score while one types; writes nothing",
    "charter:withdraw POST": NO_CALL,
    "charter:workshop_add POST": NO_CALL,
    "charter:workshop_new POST": NO_CALL,
    "gates:blueprint_take POST": RELEASED,
    "gates:tick POST": NO_CALL,
    "learners:ask POST": "a learner's own wish; no call yet",
    "people:letterhead POST": NO_CALL,
    "people:login POST": ACCOUNT,
    "people:logout POST": ACCOUNT,
    "people:profile POST": ACCOUNT,
    "people:set_up POST": ACCOUNT,
    "plan:basis POST": NO_CALL,
    "savedviews:forget POST": ACCOUNT,
    "savedviews:new POST": ACCOUNT,
    "savedviews:new_outside POST": ACCOUNT,
    "records:import_map POST": "chooses columns on the page; the call sends them with the file",
    "records:import_new POST": CHECKED,
    "records:import_replace POST": "corrects one value of the file on the page; the call sends a corrected file",
    "notices:centre POST": "marks one or all; two calls, the same service",
    "notices:rhythm POST": "compared by test_both_fronts_set_the_rhythm",
    "notices:send_pack POST": "wants a drawn pack and a list: one service, tried by test_packs",
    "notices:wishes POST": ACCOUNT,
    "records:verify POST": "looks a document up; writes nothing",
    "records:verify_code POST": "looks a document up; writes nothing",
    "set_language POST": ACCOUNT,
}
