def test_it_says_who_is_signed_in(browse, adel, reseller):
    answer = browse(adel, reseller).get("/api/v1/me/").json()
    assert (answer["email"], answer["role"], answer["area"]) == (adel.email, "advisor", "office")
    assert "orders.view" in answer["permissions"]
    assert "withdrawals.pay" not in answer["permissions"]
    assert set(answer) == {"uuid", "email", "name", "role", "area", "language", "permissions"}


def test_nobody_gets_a_problem(browse, reseller):
    answer = browse(None, reseller).get("/api/v1/me/")
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"


def test_a_session_of_another_tenant_is_nobody(browse, adel, reseller, other_reseller):
    theirs = browse(None, other_reseller)
    theirs.cookies["sid"] = browse(adel, reseller).cookies["sid"].value
    assert theirs.get("/api/v1/me/").status_code == 403


def test_it_is_not_kept_by_caches(browse, adel, reseller):
    assert "no-store" in browse(adel, reseller).get("/api/v1/me/")["Cache-Control"]
