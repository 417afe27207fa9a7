"""Addresses of surveys, their results and the board of needs."""

from django.urls import path

from surveys.views import asking, needs, pairs, promises, ranking, results, taking

urlpatterns = [
    path("surveys/", taking.surveys, name="surveys"),
    path("surveys/<slug:slug>/", taking.survey, name="survey"),
    path("surveys/<slug:slug>/about-you/", taking.about_you, name="survey_about_you"),
    path("surveys/<slug:slug>/more/", taking.more, name="survey_more"),
    path("surveys/<slug:slug>/done/", taking.done, name="survey_done"),
    path("surveys/<slug:slug>/later/", taking.later, name="survey_later"),
    path("surveys/<slug:slug>/resume/", taking.resume, name="survey_resume"),
    path("surveys/<slug:slug>/seen/", taking.seen, name="survey_seen"),
    path("surveys/<slug:slug>/pairs/", pairs.pairs, name="survey_pairs"),
    path("surveys/<slug:slug>/pairs/end/", pairs.pairs_end, name="survey_pairs_end"),
    path("surveys/<slug:slug>/pairs/add/", pairs.pairs_add, name="survey_pairs_add"),
    path("surveys/<slug:slug>/pairs/results/", ranking.pairs_results, name="survey_pairs_results"),
    path("surveys/<slug:slug>/pairs.csv", ranking.pairs_csv, name="survey_pairs_csv"),
    path("surveys/<slug:slug>/pairs.json", ranking.pairs_json, name="survey_pairs_json"),
    path("surveys/<slug:slug>/results/", results.results, name="survey_results"),
    path("surveys/<slug:slug>/results.csv", results.results_csv, name="survey_results_csv"),
    path("surveys/<slug:slug>/results.json", results.results_json, name="survey_results_json"),
    path("needs/", needs.needs, name="needs"),
    path("needs/post/", needs.post, name="need_post"),
    path("needs/similar/", needs.similar, name="needs_similar"),
    path("needs/how/", needs.focus, name="needs_how"),
    path("needs/figures.csv", needs.figures_csv, name="needs_figures_csv"),
    path("needs/asked/<str:token>/", asking.asked_again, name="asked_again"),
    path("needs/not-again/<str:token>/", asking.not_again, name="not_again"),
    path("needs/<int:pk>/", needs.need, name="need"),
    path("needs/<int:pk>/vote/", needs.vote, name="need_vote"),
    path("needs/<int:pk>/help/", promises.help_need, name="need_help"),
    path("needs/<int:pk>/give-back/", promises.give_back, name="need_give_back"),
    path("needs/<int:pk>/propose/", promises.propose, name="need_propose"),
    path("needs/<int:pk>/answers/<int:coverage_pk>/", promises.decide, name="need_decide"),
    path("needs/<int:pk>/close/", promises.close_need, name="need_close"),
    path("artefacts/<slug:slug>/needs/", promises.artefact_needs, name="artefact_needs"),
]
