"""A person's own views belong to any register, the portfolio's too; those of the risk registers go along."""

import django.db.models.deletion
from django.db import migrations, models

ROUTES = {
    "risks": "raid:risk_list",
    "issues": "raid:issue_list",
    "assumptions": "raid:assumption_list",
    "dependencies": "raid:dependency_list",
}


def name_routes(apps, schema_editor):
    views = apps.get_model("programme", "PersonalView").objects.using(schema_editor.connection.alias)
    for register, route in ROUTES.items():
        views.filter(register=register).update(register=route)


def name_registers(apps, schema_editor):
    views = apps.get_model("programme", "PersonalView").objects.using(schema_editor.connection.alias)
    views.exclude(register__in=ROUTES.values()).delete()
    for register, route in ROUTES.items():
        views.filter(register=route).update(register=register)


class Migration(migrations.Migration):
    dependencies = [("programme", "0019_absences")]

    operations = [
        migrations.RemoveConstraint(model_name="raidview", name="raid_view_once"),
        migrations.RenameModel(old_name="RaidView", new_name="PersonalView"),
        migrations.AlterField(
            model_name="personalview", name="register", field=models.CharField(max_length=80)
        ),
        migrations.RunPython(name_routes, name_registers, elidable=True),
        migrations.AlterField(
            model_name="personalview",
            name="programme",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+",
                to="programme.programme",
            ),
        ),
        migrations.AddConstraint(
            model_name="personalview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("programme__isnull", False)), fields=("programme", "user", "register", "name"),
                name="personal_view_once", violation_error_message="You have a view of this name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="personalview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("programme", None)), fields=("user", "register", "name"),
                name="personal_view_once_outside", violation_error_message="You have a view of this name.",
            ),
        ),
    ]
