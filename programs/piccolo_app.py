from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="programs",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(
        modules=[
            f"programs.{room}.tables"
            for room in (
                "communities",
                "residents",
                "method",
                "visits",
                "listening",
                "surveys",
                "bodies",
                "funding",
            )
        ],
        exclude_imported=True,
    ),
    migration_dependencies=["server.accounts.piccolo_app"],
)
