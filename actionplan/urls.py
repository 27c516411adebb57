"""The addresses of the action plan and the Special Fund."""

from django.urls import path

from actionplan.views import adoption, draft, fiches, mandates, plans

app_name = "actionplan"
urlpatterns = [
    # The action plan
    path("action-plan/", plans.plans, name="plans"),
    path("action-plan/new/", draft.plan_new, name="plan_new"),
    path("action-plan/mandates/", mandates.mandates, name="mandates"),
    path("action-plan/<slug:code>.pdf", plans.plan_pdf, name="plan_pdf"),
    path("action-plan/<slug:code>/", plans.plan, name="plan"),
    path("action-plan/<slug:code>/issued.pdf", plans.plan_issued_pdf, name="plan_issued_pdf"),
    path(
        "action-plan/<slug:code>/corrigenda/<int:corrigendum>.pdf",
        plans.plan_corrigendum_pdf,
        name="plan_corrigendum_pdf",
    ),
    path("action-plan/<slug:code>/correct/", plans.plan_correct, name="plan_correct"),
    path("action-plan/<slug:code>/adopt/", adoption.plan_adopt, name="plan_adopt"),
    # Its draft
    path("action-plan/<slug:code>/draft/", draft.plan_draft, name="plan_draft"),
    path("action-plan/<slug:code>/draft/edit/", draft.plan_edit, name="plan_edit"),
    path("action-plan/<slug:code>/draft/axes/add/", draft.axis_add, name="axis_add"),
    path("action-plan/<slug:code>/draft/axes/<int:pk>/", draft.axis_edit, name="axis_edit"),
    path("action-plan/<slug:code>/draft/axes/<int:pk>/up/", draft.axis_up, name="axis_up"),
    path("action-plan/<slug:code>/draft/axes/<int:pk>/down/", draft.axis_down, name="axis_down"),
    path("action-plan/<slug:code>/draft/axes/<int:pk>/remove/", draft.axis_remove, name="axis_remove"),
    path("action-plan/<slug:code>/draft/axes/<int:pk>/items/add/", draft.item_add, name="item_add"),
    path("action-plan/<slug:code>/draft/items/<int:pk>/", draft.item_edit, name="item_edit"),
    path("action-plan/<slug:code>/draft/items/<int:pk>/up/", draft.item_up, name="item_up"),
    path("action-plan/<slug:code>/draft/items/<int:pk>/down/", draft.item_down, name="item_down"),
    path("action-plan/<slug:code>/draft/items/<int:pk>/remove/", draft.item_remove, name="item_remove"),
    # Projects of the Special Fund
    path("projects/", fiches.fiches, name="fiches"),
    path("projects/import/", fiches.fiche_import, name="fiche_import"),
    path("projects/import/confirm/", fiches.fiche_import_confirm, name="fiche_import_confirm"),
    path("projects/<slug:code>.pdf", fiches.fiche_pdf, name="fiche_pdf"),
    path("projects/<slug:code>/", fiches.fiche, name="fiche"),
]
