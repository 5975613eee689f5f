//! The interactions, one function each.

use gatepact_consumer::prelude::*;
use warehouse::{Credentials, Error as WarehouseError, Refusal, Warehouse};

fn warehouse(stage: &Stage) -> Warehouse {
    let credentials = Credentials::new("AKIDEXAMPLE", "any secret", None, None, "example");
    Warehouse::new(stage.url(), "eu-central-1", "any-key", credentials).unwrap()
}

fn refusal<T>(result: Result<T, WarehouseError>) -> Refusal {
    match result.err().unwrap() {
        WarehouseError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

/// All that the warehouse reads of an order.
fn order(id: &str) -> JsonPattern {
    json_pattern!({
        "id": like!(id),
        "lines": each_like!({ "sku": "TEA-250", "quantity": 2 }),
    })
}

pub(crate) async fn the_first_page_of_open_orders_is_listed(pact: Pact) -> Result<(), Error> {
    pact.interaction("a request for the first two open orders", |i| {
        i.given_with_params("open orders exist", json!({ "count": 3 }));
        i.request.get().path("/orders");
        i.request.query_param("status", "open").query_param("limit", "2");
        i.response.ok().json_body(json_pattern!({
            "items": each_like!(order("7")),
            "next": like!("after-8"),
        }));
    })
    .test(async |stage| {
        let page = warehouse(&stage).open_orders(2, None).await.unwrap();
        assert_eq!(page.items[0].lines[0].sku, "TEA-250");
        assert_eq!(page.next.as_deref(), Some("after-8"));
    })
    .await
}

pub(crate) async fn the_next_page_is_listed(pact: Pact) -> Result<(), Error> {
    pact.interaction("a request for the open orders behind a cursor", |i| {
        i.given_with_params("open orders exist", json!({ "count": 3 }));
        i.request.get().path("/orders");
        i.request.query_param("status", "open").query_param("limit", "2");
        i.query_from_provider_state("cursor", "${cursor}", "after-8");
        i.response.ok().json_body(json_pattern!({ "items": each_like!(order("9")) }));
    })
    .test(async |stage| {
        let page = warehouse(&stage).open_orders(2, Some("after-8")).await.unwrap();
        assert_eq!((page.items[0].id.as_str(), page.next), ("9", None));
    })
    .await
}

pub(crate) async fn no_open_orders_are_an_empty_page(pact: Pact) -> Result<(), Error> {
    pact.interaction("a request for open orders where there are none", |i| {
        i.given("no orders exist");
        i.request.get().path("/orders");
        i.request.query_param("status", "open").query_param("limit", "2");
        i.response.ok().json_body(json_pattern!({ "items": [] }));
    })
    .test(async |stage| {
        assert_eq!(warehouse(&stage).all_open_orders(2).await.unwrap(), []);
    })
    .await
}

pub(crate) async fn a_limit_of_zero_is_refused(pact: Pact) -> Result<(), Error> {
    pact.interaction("a request for a page of no orders", |i| {
        i.request.get().path("/orders");
        i.request.query_param("status", "open").query_param("limit", "0");
        i.response.status(400).json_body(json_pattern!({
            "code": "invalid_parameter",
            "message": like!("limit: must be from 1 to 100"),
            "field": "limit",
        }));
    })
    .test(async |stage| {
        let refusal = refusal(warehouse(&stage).open_orders(0, None).await);
        assert_eq!(refusal, Refusal::InvalidParameter { name: "limit".to_owned() });
    })
    .await
}

pub(crate) async fn an_order_is_read(pact: Pact) -> Result<(), Error> {
    pact.interaction("a request for order 42", |i| {
        i.given_with_params("an order exists", json!({ "id": "42" }));
        i.request.get().path("/orders/42");
        i.response.ok().json_body(order("42"));
    })
    .test(async |stage| {
        let order = warehouse(&stage).order("42").await.unwrap();
        assert_eq!((order.id.as_str(), order.lines[0].quantity), ("42", 2));
    })
    .await
}

pub(crate) async fn an_unknown_order_is_not_found(pact: Pact) -> Result<(), Error> {
    pact.interaction("a request for an unknown order", |i| {
        i.request.get().path("/orders/no-such-order");
        i.response.not_found().json_body(json_pattern!({
            "code": "order_not_found",
            "message": like!("there is no order `no-such-order`"),
        }));
    })
    .test(async |stage| {
        assert_eq!(refusal(warehouse(&stage).order("no-such-order").await), Refusal::NotFound);
    })
    .await
}
