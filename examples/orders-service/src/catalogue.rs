use crate::money::Money;

/// What the shop sells. A product's name is optional, because part of the range has none yet.
pub(crate) struct Product {
    pub(crate) sku: &'static str,
    pub(crate) name: Option<&'static str>,
    pub(crate) price: Money,
}

const PRODUCTS: [Product; 3] = [
    Product { sku: "TEA-250", name: Some("Assam, 250 g"), price: Money::from_cents(1250) },
    Product { sku: "POT-1L", name: Some("Teapot, 1 l"), price: Money::from_cents(3490) },
    Product { sku: "CUP-02", name: None, price: Money::from_cents(795) },
];

/// The product with this stock keeping unit, if there is one.
pub(crate) fn product(sku: &str) -> Option<&'static Product> {
    PRODUCTS.iter().find(|product| product.sku == sku)
}
