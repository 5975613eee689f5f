use std::time::Duration;

use aws_credential_types::Credentials;
use reqwest::{Client, Method, Url};
use serde::de::DeserializeOwned;

use crate::sign::sign;
use crate::{Error, Order, Page, Refusal};

/// More than the 29 seconds after which API Gateway gives up on a service.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The orders API, as the warehouse uses it.
#[derive(Clone)]
pub struct Warehouse {
    client: Client,
    base_url: Url,
    region: String,
    credentials: Credentials,
    api_key: String,
}

impl Warehouse {
    /// A client of the API at this URL, which ends with the stage, in this region. The API asks for both: a key tells
    /// for whom the call counts, the signature who makes it.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidUrl`] if it is not one.
    pub fn new(
        base_url: &str,
        region: &str,
        api_key: &str,
        credentials: Credentials,
    ) -> Result<Self, Error> {
        // Another part of the process may have installed a provider already, which serves as well.
        let _already_installed = rustls::crypto::ring::default_provider().install_default();
        let base_url = Url::parse(base_url)
            .ok()
            .filter(|url| !url.cannot_be_a_base())
            .ok_or_else(|| Error::InvalidUrl { url: base_url.to_owned() })?;
        let client = Client::builder().timeout(TIMEOUT).build().map_err(Error::Unreachable)?;
        Ok(Self {
            client,
            base_url,
            region: region.to_owned(),
            credentials,
            api_key: api_key.to_owned(),
        })
    }

    /// A page of at most `limit` open orders: the first one, or the one at a cursor.
    ///
    /// # Errors
    ///
    /// [`Refusal::InvalidParameter`] if the service does not accept the limit or the cursor.
    pub async fn open_orders(&self, limit: u32, cursor: Option<&str>) -> Result<Page, Error> {
        let mut url = self.url(&["orders"]);
        url.query_pairs_mut()
            .append_pair("status", "open")
            .append_pair("limit", &limit.to_string())
            .extend_pairs(cursor.map(|cursor| ("cursor", cursor)));
        self.get(url).await
    }

    /// All open orders, page after page.
    ///
    /// # Errors
    ///
    /// As for one page.
    pub async fn all_open_orders(&self, limit: u32) -> Result<Vec<Order>, Error> {
        let mut page = self.open_orders(limit, None).await?;
        let mut orders = page.items;
        while let Some(cursor) = page.next {
            page = self.open_orders(limit, Some(&cursor)).await?;
            orders.append(&mut page.items);
        }
        Ok(orders)
    }

    /// Reads an order.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] if there is none.
    pub async fn order(&self, id: &str) -> Result<Order, Error> {
        self.get(self.url(&["orders", id])).await
    }

    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.base_url.clone();
        url.path_segments_mut()
            .expect("the base URL was checked to have a path")
            .pop_if_empty()
            .extend(path);
        url
    }

    async fn get<T: DeserializeOwned>(&self, url: Url) -> Result<T, Error> {
        let request = self.client.request(Method::GET, url).header("x-api-key", &self.api_key);
        let mut request = request.build().map_err(Error::Unreachable)?;
        sign(&mut request, &self.region, &self.credentials).map_err(Error::Unsigned)?;
        let response = self.client.execute(request).await.map_err(Error::Unreachable)?;
        let status = response.status();
        let body = response.bytes().await.map_err(Error::Unreachable)?;
        if !status.is_success() {
            return Err(Refusal::of(status, &body).into());
        }
        serde_json::from_slice(&body).map_err(Error::Unreadable)
    }
}
