"""What deploy/ names is there: settings, commands, files and metrics."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.cli import COMMANDS
from service.metrics import Metrics
from service.settings import describe_settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
# Of the scripts and of compose itself, which is asked about the image and the port on this machine's side.
OWN = {"CHANCERY_IMAGE", "CHANCERY_OWNER_PASSWORD", "CHANCERY_SERVICE_PASSWORD"}
METRIC = re.compile(r"\bchancery_[a-z_]+\b")


def _compose() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def _metrics() -> set[str]:
    return {
        f"{family.name}{ending}"
        for family in Metrics().registry.collect()
        for ending in {
            "counter": ("_total",),
            "gauge": ("",),
            "histogram": ("_bucket", "_sum", "_count"),
        }[family.type]
    }


@pytest.mark.parametrize("name", ["compose.yaml", "Dockerfile", "make-secrets"])
def test_settings_that_are_set_exist(name: str) -> None:
    """A variable that Chancery does not know would keep it from starting."""
    known = {each.name for each in describe_settings()}
    told = set(re.findall(r"CHANCERY_[A-Z_]+", (DEPLOY / name).read_text(encoding="utf-8")))
    assert told - OWN - known == set()
    assert told & known


def test_compose_runs_commands_that_exist() -> None:
    """Each service of our image runs a command of ours, without writing to its root and without a capability."""
    ours = {name: each for name, each in _compose()["services"].items() if "chancery" in each["image"]}
    assert set(ours) == {"migrate", "service", "feeds"}
    for each in ours.values():
        assert each.get("command", ["serve"])[0] in COMMANDS
        assert (each["read_only"], each["cap_drop"]) == (True, ["ALL"])


def test_files_that_compose_mounts_are_there() -> None:
    """A missing file would become an empty folder in the container."""
    for each in _compose()["services"].values():
        for volume in each.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (DEPLOY / source).exists(), source


def test_only_the_service_and_the_dashboard_are_reached_and_from_this_machine_alone() -> None:
    """Database and measurements are published nowhere."""
    published = {name: each["ports"] for name, each in _compose()["services"].items() if "ports" in each}
    assert set(published) == {"service", "grafana"}
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)


def test_alerts_and_dashboard_ask_for_metrics_that_exist() -> None:
    """A panel or an alert about a metric that nobody exposes would be silent for ever."""
    alerts = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text(encoding="utf-8"))
    asked = [rule["expr"] for group in alerts["groups"] for rule in group["rules"]]
    dashboard = json.loads((DEPLOY / "grafana" / "dashboards" / "chancery.json").read_text(encoding="utf-8"))
    asked += [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    named = {metric for expression in asked for metric in METRIC.findall(expression)}
    assert named
    assert named - _metrics() == set()
    assert {panel["datasource"]["uid"] for panel in dashboard["panels"]} == {"prometheus"}
