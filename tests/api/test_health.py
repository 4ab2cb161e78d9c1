def test_it_answers_on_every_host_without_signing_in(browse, operator, reseller):
    for tenant in (operator, reseller):
        answer = browse(None, tenant).get("/api/v1/health/")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_it_rejects_other_methods_with_a_problem(browse, reseller):
    answer = browse(None, reseller).post("/api/v1/health/")
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "Method Not Allowed"
