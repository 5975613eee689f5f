//! From a JSON body to a valid draft, or to the first field that is wrong.

use serde_json::Value;

use crate::catalogue;
use crate::error::ApiError;
use crate::order::{Draft, Line};

const MAX_LINES: usize = 50;
const MAX_QUANTITY: u32 = 100;

/// Read by hand and not by serde, because the answer names the field that is wrong.
pub(super) fn parse(body: &Value) -> Result<Draft, ApiError> {
    Ok(Draft { customer: customer(body)?, lines: lines(body)? })
}

fn customer(body: &Value) -> Result<String, ApiError> {
    match body["customer"].as_str() {
        Some(customer) if !customer.trim().is_empty() => Ok(customer.to_owned()),
        _ => Err(invalid("customer", "must be a customer's id")),
    }
}

fn lines(body: &Value) -> Result<Vec<Line>, ApiError> {
    let lines = body["lines"].as_array().ok_or_else(|| invalid("lines", "must be a list"))?;
    if lines.is_empty() || lines.len() > MAX_LINES {
        return Err(invalid("lines", "must have 1 to 50 entries"));
    }
    lines.iter().enumerate().map(|(index, value)| line(index, value)).collect()
}

fn line(index: usize, line: &Value) -> Result<Line, ApiError> {
    let product = line["sku"]
        .as_str()
        .and_then(catalogue::product)
        .ok_or_else(|| invalid(format!("lines[{index}].sku"), "must be a product of the shop"))?;
    let quantity = line["quantity"]
        .as_u64()
        .and_then(|quantity| u32::try_from(quantity).ok())
        .filter(|quantity| (1..=MAX_QUANTITY).contains(quantity))
        .ok_or_else(|| invalid(format!("lines[{index}].quantity"), "must be from 1 to 100"))?;
    Ok(Line { product, quantity })
}

fn invalid(field: impl Into<String>, message: &'static str) -> ApiError {
    ApiError::InvalidOrder { field: field.into(), message }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::parse;

    fn complaint(body: &Value) -> String {
        parse(body).err().expect("an invalid order").to_string()
    }

    #[test]
    fn the_first_wrong_field_is_named() {
        let good = json!({ "sku": "TEA-250", "quantity": 1 });
        let order = |line: Value| json!({ "customer": "c-1", "lines": [good, line] });
        assert_eq!(complaint(&json!([])), "customer: must be a customer's id");
        assert_eq!(complaint(&json!({ "customer": "c-1" })), "lines: must be a list");
        assert_eq!(
            complaint(&json!({ "customer": "c-1", "lines": [] })),
            "lines: must have 1 to 50 entries"
        );
        assert_eq!(
            complaint(&order(json!({ "sku": "nope", "quantity": 1 }))),
            "lines[1].sku: must be a product of the shop"
        );
        for quantity in [json!(0), json!(101), json!(-1), json!(1.5), json!("1"), json!(null)] {
            assert_eq!(
                complaint(&order(json!({ "sku": "TEA-250", "quantity": quantity }))),
                "lines[1].quantity: must be from 1 to 100"
            );
        }
    }
}
