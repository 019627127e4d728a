"""Who may do what, written out: every way into the house with the roles for which it opens.

A way is named as in ``routes.ways()``; several methods or actions of one route stand on one line. Whoever is not
named is refused: 403 where the row is visible, 404 where it is not. Rows of the world belong to people outside the
cast, so what an owner may beyond the role is tested in the slices. ``ADM`` is the administrator of the installation.
"""

INSIDE = frozenset(["SP", "SC", "PM", "BO", "PO", "IT", "DS", "CM", "TL", "TR", "WL", "CL", "REL", "FIN", "AUD"])
OUTSIDE = frozenset(["TST", "AMB", "USR", "GST"])
READERS = INSIDE | {"ADM"}
EVERYONE = READERS | OUTSIDE
WRITERS = INSIDE - {"AUD"}
WORKING = frozenset(["PM", "BO", "PO", "IT", "DS", "CM", "TL", "TR", "WL", "CL", "REL", "FIN"])
GOAL_WRITERS = frozenset({"PM", "BO", "DS"})
TEAM_MANAGERS = frozenset({"PM", "SP", "ADM"})
GATE_KEEPERS = frozenset({"SP", "FIN"})  # those of the first gate of the blueprint
IMPORTERS = frozenset(
    ["SP", "PM", "BO", "PO", "DS", "CM", "IT", "TL", "TR", "WL", "FIN", "ADM"]
)  # of at least one kind
PAPER_WRITERS = frozenset(["PM", "SP", "BO", "FIN", "CM", "IT", "DS"])
PAPER_APPROVERS = frozenset(["SP", "SC", "PM", "BO", "FIN"])
INBOX_READERS = READERS | {"AMB"}
SENDERS = EVERYONE - {"AUD"}
TRIAGE = frozenset({"CM", "PM", "AMB"})
HANDLERS = TRIAGE | {"PO", "BO", "IT", "TL", "TR", "WL", "REL"}
ASKERS = frozenset(["PM", "SP", "BO", "IT", "CM", "FIN"])

ADOPTION_READERS = READERS | {"AMB"}

PUBLIC = """
healthz GET
readyz GET
people:login GET POST
people:logout POST
people:set_up GET POST
records:metrics GET
records:verify GET POST
records:verify_code GET POST
schema GET
set_language POST
"""

PERSONAL = """
api-docs GET
api-jobs list
api-notifications list read_all
api-digest show
api-notice-wishes show replace
api-people list me
api-portfolio list
api-programmes list
api-units list retrieve
people:profile GET POST
people:programmes GET
portfolio:list GET
people:start GET
records:jobs GET
notices:centre GET POST
notices:digest GET
notices:wishes GET POST
savedviews:new_outside GET POST
"""

TABLE = [
    (READERS | {"TST"}, """
        api-defects list retrieve
        api-executions retrieve
        api-test-cases list retrieve
        api-uat-cycles list retrieve
        uat:case GET
        uat:cases GET
        uat:cycle GET
        uat:cycles GET
        uat:defect GET
        uat:defects GET
        uat:run GET
    """),
    (EVERYONE, """
        api-executions list
        uat:executions GET
    """),
    (frozenset({"SP", "PM"}), """
        api-channels create list partial_update retrieve test
        api-deliveries list retrieve
        api-pack-rhythm replace show
        api-pack send
        notices:channels GET
        notices:rhythm GET POST
        notices:send_pack GET POST
        notices:deliveries GET
        notices:endpoint GET
        notices:endpoint_edit GET POST
        notices:endpoint_new GET POST
        notices:endpoint_test GET POST
        api-rule-waivers create end
        checks:end GET POST
        checks:waive GET POST
    """),
    (frozenset({"PM", "TL"}), """
        api-defects ask_deferral assign convert partial_update reject triage
        api-executions exclude invalidate tester
        api-test-cases disable enable
        api-uat-cycles check_entry create entry execute partial_update plan reopen resume run submit suspend take_back
        uat:case_disable GET POST
        uat:case_enable GET POST
        uat:cycle_check_entry GET POST
        uat:cycle_edit GET POST
        uat:cycle_entry GET POST
        uat:cycle_execute GET POST
        uat:cycle_new GET POST
        uat:cycle_plan GET POST
        uat:cycle_reopen GET POST
        uat:cycle_resume GET POST
        uat:cycle_run GET POST
        uat:cycle_submit GET POST
        uat:cycle_suspend GET POST
        uat:cycle_take_back GET POST
        uat:defect_ask_deferral GET POST
        uat:defect_assign GET POST
        uat:defect_convert GET POST
        uat:defect_edit GET POST
        uat:defect_reject GET POST
        uat:defect_triage GET POST
        uat:run_exclude GET POST
        uat:run_invalidate GET POST
        uat:run_tester GET POST
    """),
    (frozenset({"BO"}), """
        api-defects defer refuse_deferral
        api-executions waive
        api-uat-cycles concede waive
        uat:cycle_concede GET POST
        uat:cycle_waive GET POST
        uat:defect_defer GET POST
        uat:defect_refuse_deferral GET POST
        uat:run_waive GET POST
    """),
    (frozenset({"TL", "PM", "PO", "BO"}), """
        api-test-cases create of_access partial_update question
        uat:cases_of_access GET POST
        uat:case_edit GET POST
        uat:case_new GET POST
        uat:case_question GET POST
    """),
    (frozenset({"TL", "PO", "BO"}), """
        api-test-cases confirm
        uat:case_confirm GET POST
    """),
    (frozenset({"TL"}), """
        api-executions block fail pass retest start
        uat:run_block GET POST
        uat:run_fail GET POST
        uat:run_pass GET POST
        uat:run_retest GET POST
        uat:run_start GET POST
    """),  # its tester is outside the cast
    (frozenset({"TL", "IT"}), """
        api-defects deliver fix
        uat:defect_deliver GET POST
        uat:defect_fix GET POST
    """),
    (WRITERS | {"TST"}, """
        api-defects close create reopen
        uat:defect_close GET POST
        uat:defect_new GET POST
        uat:defect_reopen GET POST
    """),
    (ADOPTION_READERS, """
        api-adoption show
        api-scoreweights weights
        api-scorecard show
        usage:overview GET
        usage:scorecard GET
    """),
    (EVERYONE, """
        usage:people GET
    """),
    (frozenset({"DS"}), """
        usage:person GET
    """),
    (frozenset({"DS", "CM"}), """
        api-scoreweights create
    """),
    (frozenset({"PM"}), """
        api-exceptions close partial_update
        api-exceptions-raise raise_up
        exceptions:exception_close GET POST
        exceptions:exception_edit GET POST
        exceptions:exception_raise GET POST
    """),
    (frozenset({"SP", "SC"}), """
        api-exceptions decide
        exceptions:exception_decide GET POST
    """),
    (frozenset({"SP", "PM"}), """
        api-stage-tolerances create destroy partial_update
        exceptions:tolerance_edit GET POST
        exceptions:tolerance_new GET POST
        exceptions:tolerance_remove GET POST
    """),
    (frozenset({"SP", "SC", "PM", "FIN"}), """
        api-exceptions watch
        exceptions:watch GET POST
    """),
    (frozenset({"PM", "CM", "SP"}), """
        api-sponsor-acts create done drop partial_update
        sponsor:act_done GET POST
        sponsor:act_drop GET POST
        sponsor:act_edit GET POST
        sponsor:act_new GET POST
    """),
    (frozenset({"PM", "SP", "BO", "PO", "IT", "CM", "TR", "TL", "DS"}), """
        api-lessons adopt create partial_update
        closure:lesson_adopt GET POST
        closure:lesson_edit GET POST
        closure:lesson_new GET POST
    """),
    (READERS, """
        api-lessons list others retrieve
        closure:lesson GET
        closure:lessons GET
        api-sponsor-acts list retrieve standing
        sponsor:act GET
        sponsor:acts GET
        stakeholders:resistance GET
        api-exceptions list retrieve standings
        api-stage-tolerances list retrieve
        exceptions:exception GET
        exceptions:exceptions GET
    """),
    (READERS, """
        api lint
        api-lint-rules book
        api-rule-waivers list retrieve
        checks:overview GET
        api-attachments content list retrieve
        api-comments list retrieve
        api-changes list retrieve
        api-actions list retrieve
        api-charter-versions list retrieve
        api-decisions list retrieve
        api-documents file list retrieve
        api-pack readers
        api-lights list retrieve
        api-meetings list retrieve
        api-meetings calendar
        api-issue-terms show
        api-assumptions retrieve
        api-dependencies retrieve
        api-benefit-actuals list retrieve
        api-benefits list retrieve
        api-budget list money retrieve totals
        api-budget-baselines list retrieve
        api-commitments list retrieve
        api-actual-costs list retrieve
        api-draws list retrieve
        api-baselines compare list retrieve
        api-calendar-days list retrieve
        api-plan-calendars list retrieve
        api-inserted-plans list retrieve
        api-resources list retrieve
        api-assignments list retrieve
        api-plan levelling load
        api-plan health trends value
        api-rollout-lengths list
        api-rollout-overlap show
        api-blueprint show
        gates:blueprint GET
        api-communications list retrieve
        api-consultants list retrieve
        api-costs list retrieve
        api-courses list retrieve
        api-curriculum list retrieve
        api-enrolments retrieve
        api-learners list retrieve
        api-rooms list retrieve
        api-session-seats list retrieve
        api-sessions list retrieve
        api-trainers list retrieve
        api-training-waivers list retrieve
        api-cutover-steps list retrieve
        api-deliverables list retrieve
        api-feature-gaps list retrieve
        api-gate-conditions list retrieve
        api-gates list retrieve
        api-goals list retrieve
        api-imports list retrieve
        api-issues retrieve
        api-kpi-readings list retrieve
        api-kpis list retrieve
        api-phases list retrieve
        api-plan gantt
        api-processes list retrieve
        api-programmes retrieve
        api-quality-rules list retrieve
        api-absences list retrieve
        api-raci list
        api-radar show
        api-readiness show
        api-reference-cases list retrieve
        api-risks retrieve
        api-roi show
        api-roi-terms show
        api-roi-statements list retrieve
        api-roles list retrieve
        api-scope list retrieve
        api-seats list retrieve
        api-signatures retrieve
        api-stages list retrieve
        api-stakeholders list retrieve
        api-statements list retrieve
        api-strategy list retrieve
        api-simulations list retrieve
        api-task-links list retrieve
        api-tasks ics list retrieve xml
        api-tolerances list retrieve
        budget:line_list GET
        budget:actual GET
        budget:actuals GET
        budget:baselines GET
        budget:commitment GET
        budget:commitments GET
        budget:draws GET
        budget:money GET
        catalogue:course GET
        catalogue:courses GET
        catalogue:curricula GET
        catalogue:rooms GET
        catalogue:trainers GET
        charter:goal GET
        charter:goal_list GET
        charter:goal_score POST
        charter:kpi GET
        charter:kpi_list GET
        charter:overview GET
        charter:radar GET
        charter:readiness GET
        charter:readiness_at GET
        api-capabilities list retrieve
        api-elicitations list retrieve
        api-requirements figures list retrieve thread
        api-source-systems list overlap retrieve
        api-interfaces list retrieve
        api-data-standard list retrieve
        api-master-records list retrieve
        api-personal-data list retrieve
        api-test-data list retrieve
        api-access-rules coverage list retrieve
        api-diagnoses list retrieve
        api-pain-points list retrieve
        api-executive-tests list retrieve
        api-team-skills list retrieve
        api-departments list retrieve
        capability:book GET
        capability:row GET
        diagnosis:overview GET
        landscape:book GET
        landscape:matrix GET
        landscape:overview GET
        landscape:row GET
        api-sourcing list ranking retrieve
        api-sourcing-criteria list retrieve
        api-vendors list retrieve
        api-vendor-scores list retrieve
        sourcing:book GET
        sourcing:overview GET
        sourcing:row GET
        api-user-groups list retrieve
        charter:version GET
        needs:overview GET
        needs:requirement GET
        needs:requirement_list GET
        needs:trace GET
        charter:workshop GET
        charter:workshop_export GET
        learners:overview GET
        learners:people GET
        learners:person GET
        timetable:session GET
        timetable:sessions GET
        timetable:week GET
        gates:deliverable GET
        gates:deliverables GET
        gates:gate GET
        gates:gates GET
        gates:phases GET
        governance:change GET
        governance:change_charter GET
        governance:changes GET
        governance:decision GET
        governance:overview GET
        governance:action GET
        governance:actions GET
        governance:meeting GET
        governance:meeting_calendar GET
        governance:meetings GET
        ledger:benefit GET
        ledger:benefit_list GET
        ledger:cost_list GET
        people:raci GET
        people:seat GET
        people:team GET
        plan:baseline_compare GET
        plan:baselines GET
        plan:calendar GET
        plan:levelling GET
        plan:load GET
        plan:resources GET
        plan:milestones GET
        plan:figures GET
        plan:health GET
        api-plan ripple
        plan:ripple GET
        plan:forecast GET
        plan:simulation GET
        plan:task_detail GET
        plan:task_list GET
        plan:timeline GET
        plan:xml GET
        quality:rules GET
        raid:issue_detail GET
        raid:assumption_detail GET
        raid:dependency_detail GET
        raid:risk_detail GET
        records:attachment GET
        records:document GET
        records:document_file GET
        records:document_report GET
        records:documents GET
        records:import GET
        records:import_errors GET
        records:import_map GET
        records:imports GET
        redesign:library GET
        api-roster list retrieve
        api-waves list retrieve
        rollout:entry GET
        rollout:roster GET
        rollout:runbook GET
        rollout:wave GET
        rollout:waves GET
        signoff:request GET
        signoff:sign GET
        stakeholders:communication_list GET
        stakeholders:stakeholder_list GET
        statements:cases GET
        statements:kpis GET
        statements:overview GET
        statements:sign GET
        statements:statement GET
        statements:tco GET
    """),
    (EVERYONE, """
        api-enrolments list
        api-issues list
        api-people retrieve
        api-risks list
        api-assumptions list
        api-dependencies list
        api-signatures list
        people:home GET
        people:overview GET
        raid:issue_list GET
        raid:assumption_list GET
        raid:dependency_list GET
        raid:risk_list GET
        signoff:signatures GET
    """),
    (frozenset({"PM"}), """
        api-blueprint take
        api-rollout-overlap settle
        gates:blueprint_take GET POST
        api-waves repeat unrepeat
        rollout:overlap GET POST
        rollout:wave_repeat GET POST
        rollout:wave_unrepeat GET POST
    """),
    (frozenset({"PM"}), """
        api-consultants create destroy partial_update
        api-deliverables revise submit
        api-feature-gaps create destroy partial_update
        api-gate-conditions close
        api-gates reschedule submit
        api-imports apply undo
        api-issues assign close convert escalate partial_update reopen resolve start triage
        api-phases destroy start
        api-baselines create use
        api-plan baseline edit reschedule
        api-simulations create
        api-programmes assess begin_closing kickoff operate purpose submit_charter
        api-readiness conclude waiver
        api-readiness-answer answer_cause
        api-reference-cases create destroy partial_update
        api-risks calm close escalate finish_response monitor occur open partial_update respond review
        api-scope create destroy partial_update
        api-signatures readdress withdraw
        api-stages destroy
        api-statements create destroy partial_update
        api-strategy create destroy partial_update
        api-task-links destroy
        api-tasks create destroy link move partial_update progress serves
        api-plan-calendars create destroy partial_update
        api-inserted-plans partial_update
        api-resources create destroy partial_update
        api-assignments create destroy
        api-plan-levelling accept clear
        api-tolerances create destroy partial_update
        charter:answer GET POST
        charter:conclude GET POST
        charter:kickoff GET POST
        charter:move GET POST
        charter:purpose GET POST
        charter:row_edit GET POST
        charter:row_new GET POST
        charter:row_remove GET POST
        charter:submit GET POST
        charter:waiver GET POST
        charter:withdraw GET POST
        gates:close_condition GET POST
        gates:reschedule GET POST
        gates:start_phase GET POST
        gates:submit GET POST
        plan:baseline GET POST
        plan:baseline_use GET POST
        plan:delete GET POST
        plan:edit GET POST
        plan:link GET POST
        plan:link_remove POST
        plan:move GET POST
        plan:assign GET POST
        plan:assignment_remove POST
        plan:calendar_add GET POST
        plan:calendar_delete GET POST
        plan:calendar_edit GET POST
        plan:inserted POST
        plan:levelling_accept POST
        plan:levelling_clear POST
        plan:resource_add GET POST
        plan:resource_delete GET POST
        plan:resource_edit GET POST
        plan:scheduling GET POST
        plan:serves GET POST
        plan:progress GET POST
        plan:reschedule POST
        plan:simulate GET POST
        plan:task_add GET POST
        raid:issue_assign GET POST
        raid:issue_close GET POST
        raid:issue_edit GET POST
        raid:issue_escalate GET POST
        raid:issue_reopen GET POST
        raid:issue_resolve GET POST
        raid:issue_start GET POST
        raid:issue_triage GET POST
        api-assumptions confirm partial_update refute renew
        api-dependencies deliver drop partial_update promise reopen
        api-issue-terms replace
        raid:assumption_confirm GET POST
        raid:assumption_edit GET POST
        raid:assumption_refute GET POST
        raid:assumption_renew GET POST
        raid:dependency_deliver GET POST
        raid:dependency_drop GET POST
        raid:dependency_edit GET POST
        raid:dependency_promise GET POST
        raid:dependency_reopen GET POST
        raid:issue_convert GET POST
        raid:issue_terms GET POST
        raid:risk_calm GET POST
        raid:risk_close GET POST
        raid:risk_edit GET POST
        raid:risk_escalate GET POST
        raid:risk_finish_response GET POST
        raid:risk_impact GET POST
        raid:risk_monitor GET POST
        raid:risk_occur GET POST
        raid:risk_open GET POST
        raid:risk_probability GET POST
        raid:risk_respond GET POST
        raid:risk_review GET POST
        records:import_apply POST
        records:import_map POST
        records:import_replace POST
        records:import_undo GET POST
        records:kind_export GET
        records:kind_template GET
        signoff:readdress GET POST
        signoff:withdraw GET POST
    """),
    (frozenset(), """
        api-issues verify
        raid:issue_verify GET POST
    """),  # who raised it is outside the cast
    (frozenset({"SP"}), """
        api-gates exception
        api-programmes activate cancel close hold resume
        api-deliverables approve reject
        api-signatures sign view
        gates:exception GET POST
        signoff:read POST
        signoff:sign POST
    """),
    (frozenset({"PM"}), """
        api-changes close emergency implement partial_update submit withdraw
        governance:change_charter_add GET POST
        governance:change_charter_drop GET POST
        governance:change_close GET POST
        governance:change_edit GET POST
        governance:change_emergency GET POST
        governance:change_implement GET POST
        governance:change_submit GET POST
        governance:change_withdraw GET POST
        plan:change_drop GET POST
        plan:change_edits GET POST
    """),
    (frozenset({"PM", "BO", "PO", "IT", "DS"}), """
        api-source-systems create destroy partial_update
        api-interfaces create destroy partial_update specify
        api-data-standard create destroy partial_update
        api-master-records create destroy partial_update
        api-personal-data create destroy partial_update
        api-test-data create destroy partial_update
        api-access-rules create destroy partial_update preset
        landscape:access_preset GET POST
        landscape:interface_specify GET POST
        landscape:row_edit GET POST
        landscape:row_new GET POST
        landscape:row_remove GET POST
    """),
    (frozenset({"PM", "BO", "IT"}), """
        api-sourcing begin describe weights
        api-vendors create destroy partial_update
        sourcing:begin GET POST
        sourcing:describe GET POST
        sourcing:row_edit GET POST
        sourcing:row_new GET POST
        sourcing:row_remove GET POST
        sourcing:weights GET POST
    """),
    (frozenset({"PM", "BO", "PO", "IT", "DS", "CM", "TL", "TR", "FIN"}), """
        api-vendors score
        sourcing:score GET POST
    """),
    (frozenset({"PM"}), """
        api-sourcing propose take_back
        sourcing:propose GET POST
        sourcing:take_back GET POST
    """),
    (frozenset({"PM", "SP", "BO"}), """
        api-executive-tests create destroy partial_update
        api-team-skills create destroy partial_update
        api-departments create destroy partial_update
        capability:row_edit GET POST
        capability:row_new GET POST
        capability:row_remove GET POST
    """),
    (frozenset({"PM", "BO", "PO", "CM"}), """
        api-diagnoses answer_question create
        api-pain-points partial_update requirement
        diagnosis:answer GET POST
        diagnosis:begin GET POST
        diagnosis:pain_requirement GET POST
        diagnosis:pain_settle GET POST
    """),
    (frozenset({"PM", "IT", "TL"}), """
        api-interfaces test
        landscape:interface_fail GET POST
        landscape:interface_pass GET POST
    """),
    (frozenset({"PM", "BO", "DS"}), """
        api-master-records merge
        landscape:record_merge GET POST
    """),
    (frozenset({"SP", "BO", "PO"}), """
        api-test-data approve
        landscape:data_approve GET POST
    """),
    (frozenset({"PM", "BO", "PO", "CM"}), """
        api-capabilities create destroy partial_update prompt
        api-elicitations create destroy partial_update
        api-requirements create drop partial_update
        api-user-groups create destroy partial_update
        needs:prompt GET POST
        needs:requirement_drop GET POST
        needs:requirement_edit GET POST
        needs:requirement_new GET POST
        needs:row_edit GET POST
        needs:row_new GET POST
        needs:row_remove GET POST
    """),
    (frozenset({"SP", "BO", "PO", "PM"}), """
        api-requirements approve
        needs:requirement_approve GET POST
    """),
    (frozenset({"SP", "SC", "PM"}), """
        api-changes approve defer reject
        governance:change_approve GET POST
        governance:change_defer GET POST
        governance:change_reject GET POST
    """),
    (frozenset({"PM", "IT", "DS", "CM"}), """
        api-changes assess
        governance:change_assess GET POST
    """),
    (frozenset({"PM", "BO", "PO", "IT", "TL"}), """
        api-changes verify
        governance:change_verify GET POST
    """),
    (WRITERS, """
        api-changes create
        governance:change_new GET POST
    """),
    (frozenset({"SP", "SC"}), """
        api-decisions approve ask_back reject
        governance:decision_approve GET POST
        governance:decision_ask_back GET POST
        governance:decision_reject GET POST
    """),
    (frozenset({"SP", "SC", "BO", "FIN"}), """
        api-lights confirm
        governance:confirm GET POST
    """),
    (frozenset({"SP", "SC", "PM", "BO"}), """
        api-lights create end
        governance:declare GET POST
        governance:end_declaration GET POST
    """),
    (frozenset({"PM", "SP"}), """
        api-documents issue withdraw
        api-meetings create
        governance:meeting_new GET POST
        api-actions create drop finish partial_update reopen
        api-meetings agenda call cancel hold minutes partial_update plan send_out take_back
        governance:action_drop GET POST
        governance:action_edit GET POST
        governance:action_finish GET POST
        governance:action_new GET POST
        governance:action_reopen GET POST
        governance:meeting_agenda GET POST
        governance:meeting_call GET POST
        governance:meeting_cancel GET POST
        governance:meeting_edit GET POST
        governance:meeting_hold GET POST
        governance:meeting_minutes GET POST
        governance:meeting_plan GET POST
        governance:meeting_send_out GET POST
        governance:meeting_take_back GET POST
        records:document_issue GET POST
        records:document_withdraw GET POST
    """),
    (frozenset({"BO"}), """
        api-goals sign_baseline
        api-kpis sign_baseline
        charter:goal_sign GET POST
        charter:kpi_sign GET POST
        gates:approve_part GET POST
        gates:approve_work GET POST
        gates:reject_part GET POST
        gates:reject_work GET POST
    """),
    (frozenset({"SP", "BO"}), """
        api-gates concede
        gates:concede GET POST
    """),
    (frozenset({"PM", "PO"}), """
        gates:revise_part GET POST
        gates:revise_work GET POST
        gates:submit_part GET POST
        gates:submit_work GET POST
    """),
    (frozenset({"FIN"}), """
        api-budget lock
        budget:lock GET POST
    """),
    (frozenset({"SP", "FIN"}), """
        api-draws grant refuse
        budget:draw_grant GET POST
        budget:draw_refuse GET POST
    """),
    (frozenset({"PM", "FIN"}), """
        api-budget ask create destroy forecast partial_update
        api-budget-baselines apply
        api-commitments close create destroy partial_update reopen
        api-actual-costs create destroy partial_update
        api-draws create
        budget:actual_edit GET POST
        budget:actual_new GET POST
        budget:actual_remove GET POST
        budget:ask GET POST
        budget:change_apply GET POST
        budget:commitment_close GET POST
        budget:commitment_edit GET POST
        budget:commitment_new GET POST
        budget:commitment_remove GET POST
        budget:commitment_reopen GET POST
        budget:draw_new GET POST
        budget:line_forecast GET POST
        budget:line_edit GET POST
        budget:line_new GET POST
        budget:line_remove GET POST
    """),
    (frozenset({"PM", "FIN"}), """
        api-costs adopt create destroy partial_update
        api-roi-terms set_terms
        ledger:cost_adopt GET POST
        ledger:cost_edit GET POST
        ledger:cost_new GET POST
        ledger:cost_remove GET POST
        statements:terms GET POST
    """),
    (frozenset({"PM", "FIN", "BO"}), """
        api-benefits create partial_update profile review sustain
        ledger:benefit_edit GET POST
        ledger:benefit_new GET POST
        ledger:benefit_profile GET POST
        ledger:benefit_review GET POST
        ledger:benefit_sustain GET POST
    """),
    (frozenset({"PM", "DS", "BO"}), """
        api-benefit-actuals restate
        api-benefits record
        ledger:actual_restate GET POST
        ledger:benefit_record GET POST
    """),
    (frozenset({"PM", "DS"}), """
        api-roi-statements create
        statements:lock GET POST
    """),
    (frozenset({"FIN"}), """
        api-benefit-actuals reject validate
        api-benefits conclude
        ledger:actual_reject GET POST
        ledger:actual_validate GET POST
        ledger:benefit_conclude GET POST
    """),
    (frozenset({"SP", "FIN"}), """
        api-benefits approve
        ledger:benefit_approve GET POST
    """),
    (frozenset({"PM"}), """
        api-benefits close enable
        ledger:benefit_close GET POST
        ledger:benefit_enable GET POST
    """),
    (frozenset({"PM", "CM"}), """
        api-communications create partial_update sent
        api-stakeholders create partial_update
        stakeholders:communication_edit GET POST
        stakeholders:communication_new GET POST
        stakeholders:communication_sent GET POST
        stakeholders:stakeholder_edit GET POST
        stakeholders:stakeholder_new GET POST
    """),
    (frozenset({"PM", "CM", "TR"}), """
        api-courses create destroy partial_update retire revise submit
        api-curriculum create destroy
        api-enrolments again create release seat withdraw
        api-rooms create destroy partial_update
        api-session-seats attendance enrol results
        api-sessions cancel complete create evaluate open partial_update start
        api-trainers create destroy partial_update
        catalogue:course_edit GET POST
        catalogue:course_new GET POST
        catalogue:course_retire GET POST
        catalogue:course_revise GET POST
        catalogue:course_submit GET POST
        catalogue:requirement_new GET POST
        catalogue:requirement_remove GET POST
        catalogue:room_edit GET POST
        catalogue:room_new GET POST
        catalogue:trainer_edit GET POST
        catalogue:trainer_new GET POST
        learners:attendance GET POST
        learners:enrol GET POST
        learners:enrolment_again GET POST
        learners:enrolment_release GET POST
        learners:enrolment_seat GET POST
        learners:enrolment_withdraw GET POST
        learners:results GET POST
        timetable:session_cancel GET POST
        timetable:session_complete GET POST
        timetable:session_edit GET POST
        timetable:session_evaluate GET POST
        timetable:session_new GET POST
        timetable:session_open GET POST
        timetable:session_start GET POST
    """),
    (frozenset({"CM", "BO"}), """
        api-courses publish send_back
        catalogue:course_publish GET POST
        catalogue:course_send_back GET POST
    """),
    (frozenset({"PM", "CM"}), """
        api-enrolments revoke
        api-learners waive
        api-training-waivers end
        learners:enrolment_revoke GET POST
        learners:waive GET POST
        learners:waiver_end GET POST
    """),
    (frozenset({"PM", "WL"}), """
        api-rollout-lengths create
        api-roster absences create destroy partial_update
        api-waves create destroy live partial_update
        rollout:entry_absences GET POST
        rollout:entry_edit GET POST
        rollout:entry_new GET POST
        rollout:entry_remove GET POST
        rollout:length_reason GET POST
        rollout:wave_edit GET POST
        rollout:wave_live GET POST
        rollout:wave_new GET POST
        rollout:wave_remove GET POST
    """),
    (frozenset({"PM", "CL"}), "api-cutover-steps create destroy partial_update"),
    (frozenset({"PM", "DS"}), """
        api-kpis create partial_update record
        api-quality-rules create destroy partial_update
        charter:kpi_edit GET POST
        charter:kpi_new GET POST
        charter:kpi_record GET POST
    """),
    (frozenset({"PM", "PO", "BO"}), """
        api-processes partial_update
        redesign:edit GET POST
    """),
    (GOAL_WRITERS, """
        api-goals create partial_update supersede_baseline withdraw
        api-kpis supersede_baseline
        charter:goal_edit GET POST
        charter:goal_new GET POST
        charter:goal_supersede GET POST
        charter:goal_withdraw GET POST
        charter:kpi_supersede GET POST
        charter:workshop_add GET POST
        charter:workshop_new GET POST
    """),
    (GATE_KEEPERS, """
        api-gates assess decide
        gates:assess GET POST
        gates:decide GET POST
    """),
    (WORKING, """
        api-gates state
        gates:state GET POST
        gates:tick POST
    """),
    (WRITERS, """
        api-issues comment
        api-risks comment
        api-assumptions comment
        api-dependencies comment
    """),
    (WRITERS | {"ADM"}, """
        api-attachments create
        api-comments create
        records:attach POST
        records:comment POST
    """),
    (WRITERS | {"AMB"}, """
        api-issues create
        api-risks create
        raid:issue_new GET POST
        api-assumptions create
        api-dependencies create
        raid:assumption_new GET POST
        raid:dependency_new GET POST
        raid:risk_bulk_escalate GET POST
        raid:risk_bulk_owner GET POST
        raid:risk_bulk_review GET POST
        raid:risk_new GET POST
    """),
    (ASKERS, """
        api-decisions create update
        api-decisions-answer answer_question
        api-decisions-request ask_committee
        governance:decision_answer GET POST
        governance:decision_edit GET POST
        governance:decision_new GET POST
        governance:decision_request GET POST
    """),
    (PAPER_WRITERS, """
        api-documents create submit
        records:document_new GET POST
        records:document_submit GET POST
    """),
    (PAPER_APPROVERS, """
        api-documents approve send_back
        records:document_approve GET POST
        records:document_send_back GET POST
    """),
    (IMPORTERS, """
        api-imports create
        records:import_new GET POST
    """),
    (frozenset({"PM", "SP", "IT", "AUD", "ADM"}), """
        api-audit list retrieve verify
        records:audit GET
        records:audit_verify GET
    """),
    (EVERYONE, """
        api-feedback list similar
        inbox:ideas GET
        inbox:item_list GET
        inbox:mine GET
        savedviews:new GET POST
    """),
    (INBOX_READERS, """
        api-feedback retrieve targets
        inbox:figures GET
        inbox:item_detail GET
    """),
    (INBOX_READERS - {"AUD"}, """
        inbox:item_note GET POST
    """),
    (SENDERS, """
        api-feedback by_code create
        inbox:by_code GET POST
        inbox:item_give GET POST
        inbox:item_new GET POST
    """),
    (INBOX_READERS - {"AUD"}, """
        api-feedback unvote vote
        inbox:item_unvote POST
        inbox:item_vote POST
    """),
    (TRIAGE, """
        api-feedback acknowledge classify confirm merge partial_update reopen reply split
        inbox:bulk_acknowledge GET POST
        inbox:bulk_classify GET POST
        inbox:item_acknowledge GET POST
        inbox:item_classify GET POST
        inbox:item_confirm GET POST
        inbox:item_edit GET POST
        inbox:item_merge GET POST
        inbox:item_reopen GET POST
        inbox:item_reply GET POST
        inbox:item_split GET POST
    """),
    (HANDLERS, """
        api-feedback ask backlog link_defect
        api-feedback-answer answer_it
        inbox:item_answer GET POST
        inbox:item_ask GET POST
        inbox:item_backlog GET POST
        inbox:item_link_defect GET POST
    """),
    (frozenset({"PM", "CM", "REL", "PO", "IT"}), """
        api-feedback plan release
        inbox:item_plan GET POST
        inbox:item_release GET POST
    """),
    (frozenset({"SP", "SC", "BO", "PO"}), """
        api-feedback decline
        inbox:item_decline GET POST
    """),
    (frozenset({"PM", "SP", "BO"}), """
        api-feedback review
        inbox:item_review GET POST
    """),
    (frozenset({"PM", "CM"}), """
        api-feedback-targets set_target
        inbox:target GET POST
    """),
    (WRITERS | {"ADM"}, """
        api-absences create
        people:absence_plan GET POST
    """),
    (TEAM_MANAGERS, """
        api-absences end
        people:absence_end GET POST
        api-raci lead_to_cash replace
        people:raci_lead_to_cash GET POST
        people:raci_row GET POST
        api-roles create end
        api-seats partial_update
        people:end_role POST
        people:seat POST
        people:team POST
    """),
    (frozenset({"ADM"}), """
        api-calendar-days create destroy
        api-jobs cancel requeue retrieve
        api-people deactivate
        api-units create update
        people:deactivate GET POST
        people:letterhead GET POST
        people:setup GET
        people:unit_edit GET POST
        people:unit_new GET POST
        plan:basis GET POST
        plan:day_add GET POST
        plan:day_clear POST
        records:job GET
        records:job_cancel POST
        records:job_requeue POST
    """),
]  # fmt: skip

# Rows that a person without an inside role does not see, so that they are not there: 404 instead of 403.
HIDDEN_FROM = {
    OUTSIDE: (
        "api-enrolments ",
        "learners:enrolment_",
        "api-issues ",
        "api-risks ",
        "raid:issue_",
        "raid:risk_",
        "api-assumptions ",
        "api-dependencies ",
        "raid:assumption_",
        "raid:dependency_",
        "signoff:",
        "api-signatures ",
    ),
    OUTSIDE - {"TST"}: ("api-executions ", "uat:run"),
    OUTSIDE - {"AMB"}: ("api-feedback ", "api-feedback-answer ", "inbox:item_"),
    EVERYONE - {"ADM"}: ("records:job", "api-jobs "),
    EVERYONE: ("savedviews:forget POST", "api-notifications ", "learners:ask "),  # only one's own are there
}
NEVER_HIDDEN = frozenset(
    f"{name} {method}"
    for name in ("api-assumptions", "api-dependencies", "api-enrolments", "api-executions", "api-issues", "api-risks",
                 "raid:assumption_new", "raid:dependency_new", "raid:issue_new", "raid:risk_new")
    for method in ("create", "list", "GET", "POST")
) | {
    "inbox:item_note GET", "inbox:item_note POST", "api-feedback targets", "raid:issue_terms GET", "raid:issue_terms POST"
}  # fmt: skip
OWN = """
learners:ask GET POST
savedviews:forget POST
api-notifications read retrieve
"""  # open for nobody but whose they are


def lines(text):
    """Give the keys of a block: one for each method or action of a line."""
    for line in text.strip().splitlines():
        name, *acts = line.split()
        yield from (f"{name} {act}" for act in acts)


def allowed():
    """Key → roles for which it opens; raises where a way stands twice."""
    found = {}
    for roles, text in [*TABLE, (frozenset(), OWN), (EVERYONE, PERSONAL), (EVERYONE, PUBLIC)]:
        for key in lines(text):
            if key in found:
                raise LookupError(f"{key} stands twice")
            found[key] = roles
    return found


def hidden(key, role):
    """Tell whether the row is not there for this role."""
    if key in NEVER_HIDDEN or "_bulk_" in key:
        return False
    return any(role in roles and key.startswith(prefixes) for roles, prefixes in HIDDEN_FROM.items())
