use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::FormatItem;
use time::macros::format_description;

use crate::Release;
use crate::money::Money;
use crate::order::{Line, Order, Status};
use crate::store::Page;

const TIMESTAMP: &[FormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");

/// An order as JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderBody {
    id: String,
    customer: String,
    status: Status,
    lines: Vec<LineBody>,
    total: Total,
    currency: &'static str,
    created_at: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LineBody {
    sku: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
    quantity: u32,
    unit_price: f64,
}

/// The one thing that release 2.0.0 wrote differently.
#[derive(Serialize)]
#[serde(untagged)]
enum Total {
    Number(f64),
    Text(String),
}

/// A page of orders as JSON.
#[derive(Serialize)]
pub(crate) struct PageBody {
    items: Vec<OrderBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// An order as this release writes it.
pub(crate) fn order(order: Order, release: Release) -> OrderBody {
    OrderBody {
        total: total(order.total(), release),
        id: order.id,
        customer: order.draft.customer,
        status: order.status,
        lines: order.draft.lines.iter().map(|item| line(item, release)).collect(),
        currency: "EUR",
        created_at: timestamp(order.created_at),
    }
}

/// A page as this release writes it.
pub(crate) fn page(page: Page, release: Release) -> PageBody {
    PageBody {
        items: page.orders.into_iter().map(|item| order(item, release)).collect(),
        next: page.next.map(|cursor| cursor.to_string()),
    }
}

fn line(line: &Line, release: Release) -> LineBody {
    LineBody {
        sku: line.product.sku,
        name: match release {
            Release::V1 => None,
            Release::V2 => line.product.name,
        },
        quantity: line.quantity,
        unit_price: line.product.price.as_number(),
    }
}

fn total(total: Money, release: Release) -> Total {
    match release {
        Release::V1 => Total::Number(total.as_number()),
        Release::V2 => Total::Text(total.to_string()),
    }
}

fn timestamp(at: OffsetDateTime) -> String {
    at.format(&TIMESTAMP).expect("a date and time has every component of the format")
}
