from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="groups",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(
        modules=[f"groups.{room}.tables" for room in ("teams", "activities", "compacts", "habits")],
        exclude_imported=True,
    ),
    migration_dependencies=["programs.piccolo_app"],
)
