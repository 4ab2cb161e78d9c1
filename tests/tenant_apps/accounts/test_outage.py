"""RELIABILITY 19: without Redis nobody can guess passwords uncounted, and nothing is broken afterwards."""


def test_signing_in_answers_503_and_works_again_when_redis_is_back(visit, sign_in, olga, redis_down):
    answer = sign_in(visit, olga)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    redis_down()
    assert sign_in(visit, olga).status_code == 302


def test_who_is_signed_in_stays_so(browse, olga, reseller, redis_down):
    assert browse(olga, reseller).get("/accounts/profile/").status_code == 200
