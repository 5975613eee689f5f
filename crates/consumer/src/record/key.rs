use pact_models::provider_states::ProviderState;
use pact_models::v4::interaction::V4Interaction;
use serde_json::json;

use super::canonical;

/// The V4 key of an interaction: what makes it the same one after its content has changed.
///
/// It is derived from type, description and provider states with their parameters, so a renamed
/// interaction is a new one, visibly. Without keys, pact_models merges by description and the names of
/// the states, and does so with a comparison that is not an order: it can lose an interaction whose
/// description occurs with and without a state.
pub(crate) fn key(interaction: &(impl V4Interaction + ?Sized)) -> String {
    let states: Vec<_> = interaction.provider_states().iter().map(ProviderState::to_json).collect();
    let identity = json!([interaction.v4_type().to_string(), interaction.description(), states,]);
    format!("{:016x}", fnv1a(canonical::sorted(identity).to_string().as_bytes()))
}

/// FNV-1a, because the hasher of the standard library may change between releases of Rust.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use pact_consumer::builders::InteractionBuilder;
    use serde_json::json;

    use super::{fnv1a, key};

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn description_and_states_make_the_key_and_content_does_not() {
        let plain = || InteractionBuilder::new("a request", "");
        let of = |builder: &InteractionBuilder| key(&builder.build_v4());
        let mut other_content = plain();
        other_content.response.status(404);
        assert_eq!(of(&plain()), of(&other_content));

        let one = of(plain().given_with_params("an order exists", &json!({ "a": 1, "b": 2 })));
        let same = of(plain().given_with_params("an order exists", &json!({ "b": 2, "a": 1 })));
        let other = of(plain().given_with_params("an order exists", &json!({ "a": 2, "b": 2 })));
        assert_eq!(one, same);
        assert_ne!(one, other);
        assert_ne!(one, of(&plain()));
        assert_ne!(of(&plain()), of(&InteractionBuilder::new("another request", "")));
    }
}
