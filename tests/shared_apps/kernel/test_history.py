"""An event lies in the same kind of schema as what it tells of."""

from __future__ import annotations

from shared_apps.commissions.models import Programme
from shared_apps.commissions.verbs import change_programme
from shared_apps.kernel.actor import Actor, ActorKind
from shared_apps.kernel.history import event_model, history_of, record
from tenant_apps.accounts.models import Event
from tenants.models import SharedEvent

BY = Actor.system("tests")


def test_shared_data_has_its_own_table_of_events(in_reseller, carl) -> None:
    assert event_model(Programme()) is SharedEvent
    assert event_model(carl) is Event


def test_events_come_newest_first_and_of_one_object_alone(in_reseller, carl, sam) -> None:
    for verb in ("first", "second"):
        record(carl, verb, by=BY, reason="because", number=1)
    record(sam, "other", by=BY)
    found = history_of(carl)
    assert [event.verb for event in found] == ["second", "first"]
    assert (found[0].reason, found[0].data) == ("because", {"number": 1})


def test_a_long_name_is_cut_to_fit(in_reseller, carl) -> None:
    carl.name = "x" * 500
    assert len(record(carl, "rename", by=BY).subject_label) == 200


def test_a_change_names_old_and_new(in_reseller) -> None:
    programme = change_programme({"guide_url": "https://a.example"}, by=BY)
    assert history_of(programme).get().data == {"changed": {"guide_url": ["", "https://a.example"]}}


def test_actors_are_people_or_named_jobs(carl) -> None:
    job, person = Actor.system("agenda"), Actor.person(carl.uuid, "Carl")
    assert (job.is_system, job.kind, job.label) == (True, ActorKind.SYSTEM, "agenda")
    assert (person.is_system, person.key, person.acting_for) == (False, str(carl.uuid), "")
