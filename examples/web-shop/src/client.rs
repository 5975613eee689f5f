use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, Url};

use crate::{Error, NewOrder, Order, Refusal};

/// More than the 29 seconds after which API Gateway gives up on a service.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The orders API, as the web shop uses it.
#[derive(Clone)]
pub struct WebShop {
    client: Client,
    base_url: Url,
    api_key: String,
}

impl WebShop {
    /// A client of the API at this URL, which ends with the stage.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidUrl`] if it is not one.
    pub fn new(base_url: &str, api_key: &str) -> Result<Self, Error> {
        // Another part of the process may have installed a provider already, which serves as well.
        let _already_installed = rustls::crypto::ring::default_provider().install_default();
        let base_url = Url::parse(base_url)
            .ok()
            .filter(|url| !url.cannot_be_a_base())
            .ok_or_else(|| Error::InvalidUrl { url: base_url.to_owned() })?;
        let client = Client::builder().timeout(TIMEOUT).build().map_err(Error::Unreachable)?;
        Ok(Self { client, base_url, api_key: api_key.to_owned() })
    }

    /// Places an order.
    ///
    /// # Errors
    ///
    /// [`Refusal::InvalidOrder`] names what is wrong with it.
    pub async fn create(&self, order: &NewOrder) -> Result<Order, Error> {
        self.send(self.request(Method::POST, &["orders"]).json(order)).await
    }

    /// Reads an order.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] if there is none.
    pub async fn order(&self, id: &str) -> Result<Order, Error> {
        self.send(self.request(Method::GET, &["orders", id])).await
    }

    /// Cancels an order that is not on its way yet.
    ///
    /// # Errors
    ///
    /// [`Refusal::AlreadyShipped`] if it is, [`Refusal::NotFound`] if there is none.
    pub async fn cancel(&self, id: &str) -> Result<Order, Error> {
        self.send(self.request(Method::POST, &["orders", id, "cancel"])).await
    }

    fn request(&self, method: Method, path: &[&str]) -> RequestBuilder {
        let mut url = self.base_url.clone();
        url.path_segments_mut()
            .expect("the base URL was checked to have a path")
            .pop_if_empty()
            .extend(path);
        self.client.request(method, url).header("x-api-key", &self.api_key)
    }

    async fn send(&self, request: RequestBuilder) -> Result<Order, Error> {
        let response = request.send().await.map_err(Error::Unreachable)?;
        let status = response.status();
        let body = response.bytes().await.map_err(Error::Unreachable)?;
        if !status.is_success() {
            return Err(Refusal::of(status, &body).into());
        }
        serde_json::from_slice(&body).map_err(Error::Unreadable)
    }
}
