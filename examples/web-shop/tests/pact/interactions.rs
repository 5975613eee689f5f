//! The interactions, one function each.

use gatepact_consumer::prelude::*;
use web_shop::{Error as ShopError, NewLine, NewOrder, Refusal, Status, WebShop};

fn shop(stage: &Stage) -> WebShop {
    WebShop::new(stage.url(), "any key").unwrap()
}

fn refusal<T>(result: Result<T, ShopError>) -> Refusal {
    match result.err().unwrap() {
        ShopError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

fn teas(quantity: u32) -> NewOrder {
    let line = NewLine { sku: "TEA-250".to_owned(), quantity };
    NewOrder { customer: "c-7".to_owned(), lines: vec![line] }
}

/// All that the shop reads of an order; it computes with the total, so that must be a number.
fn order(id: &str, status: &str) -> JsonPattern {
    json_pattern!({
        "id": like!(id),
        "status": status,
        "lines": each_like!({ "sku": "TEA-250", "quantity": 2, "unitPrice": 12.5 }),
        "total": like!(25.0),
        "currency": term!("^[A-Z]{3}$", "EUR"),
        "createdAt": datetime!("yyyy-MM-dd'T'HH:mm:ssX", "2026-11-23T10:15:00Z"),
    })
}

fn error(code: &str, message: &str) -> JsonPattern {
    json_pattern!({ "code": code, "message": like!(message) })
}

pub(crate) async fn an_order_is_created(pact: Pact) -> Result<(), Error> {
    pact.interaction("a new order of two teas", |i| {
        i.request.post().path("/orders").json_body(json_pattern!({
            "customer": like!("c-7"),
            "lines": each_like!({ "sku": "TEA-250", "quantity": 2 }),
        }));
        i.response.created().header("Location", term!("^/orders/.+$", "/orders/1001"));
        i.response.json_body(order("1001", "open"));
    })
    .test(async |stage| {
        let order = shop(&stage).create(&teas(2)).await.unwrap();
        assert_eq!(order.id, "1001");
        assert_eq!(order.lines[0].quantity, 2);
    })
    .await
}

pub(crate) async fn an_order_without_quantity_is_refused(pact: Pact) -> Result<(), Error> {
    pact.interaction("a new order of no tea", |i| {
        i.request.post().path("/orders").json_body(json_pattern!({
            "customer": "c-7",
            "lines": [{ "sku": "TEA-250", "quantity": 0 }],
        }));
        i.response.status(400).json_body(json_pattern!({
            "code": "invalid_order",
            "message": like!("must be from 1 to 100"),
            "field": "lines[0].quantity",
        }));
    })
    .test(async |stage| match refusal(shop(&stage).create(&teas(0)).await) {
        Refusal::InvalidOrder { field, .. } => assert_eq!(field, "lines[0].quantity"),
        other => panic!("{other:?}"),
    })
    .await
}

pub(crate) async fn an_order_is_read(pact: Pact) -> Result<(), Error> {
    pact.interaction("a request for order 42", |i| {
        i.given_with_params("an order exists", json!({ "id": "42" }));
        i.request.get().path("/orders/42");
        i.response.ok().json_body(order("42", "open"));
    })
    .test(async |stage| {
        let order = shop(&stage).order("42").await.unwrap();
        assert_eq!((order.id.as_str(), order.status), ("42", Status::Open));
        assert_eq!((order.total, order.currency.as_str()), (25.0, "EUR"));
    })
    .await
}

pub(crate) async fn an_unknown_order_is_not_found(pact: Pact) -> Result<(), Error> {
    pact.interaction("a request for an unknown order", |i| {
        i.request.get().path("/orders/no-such-order");
        i.response
            .not_found()
            .json_body(error("order_not_found", "there is no order `no-such-order`"));
    })
    .test(async |stage| {
        assert_eq!(refusal(shop(&stage).order("no-such-order").await), Refusal::NotFound);
    })
    .await
}

pub(crate) async fn an_open_order_is_cancelled(pact: Pact) -> Result<(), Error> {
    pact.interaction("a cancellation of an open order", |i| {
        i.given("an order exists");
        i.request.post().path_from_provider_state("/orders/${id}/cancel", "/orders/42/cancel");
        i.response.ok().json_body(order("42", "cancelled"));
    })
    .test(async |stage| {
        let order = shop(&stage).cancel("42").await.unwrap();
        assert_eq!(order.status, Status::Cancelled);
    })
    .await
}

pub(crate) async fn a_shipped_order_is_not_cancelled(pact: Pact) -> Result<(), Error> {
    pact.interaction("a cancellation of shipped order 43", |i| {
        i.given_with_params("a shipped order exists", json!({ "id": "43" }));
        i.request.post().path("/orders/43/cancel");
        i.response.status(409).json_body(error("already_shipped", "order `43` is on its way"));
    })
    .test(async |stage| {
        assert_eq!(refusal(shop(&stage).cancel("43").await), Refusal::AlreadyShipped);
    })
    .await
}
