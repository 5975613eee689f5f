//! The short forms of CloudFormation's functions: `!Ref name` says `Ref: name`.
//!
//! Documents for API Gateway stand in the projects of AWS SAM and CloudFormation, and are written in the YAML of
//! templates. The short form of each function is part of its documentation in the reference of CloudFormation's templates
//! ("Intrinsic functions", "Condition functions"); the tools of AWS read `!Length` and `!ToJsonString` in the same way.

use granit_parser::Tag;

/// The key that a tag stands for.
pub(super) fn function(tag: &Tag) -> Option<&'static str> {
    let ("!", name) = tag.parts() else { return None };
    Some(match name {
        "Ref" => "Ref",
        "Condition" => "Condition",
        "And" => "Fn::And",
        "Base64" => "Fn::Base64",
        "Cidr" => "Fn::Cidr",
        "Equals" => "Fn::Equals",
        "FindInMap" => "Fn::FindInMap",
        "GetAtt" => "Fn::GetAtt",
        "GetAZs" => "Fn::GetAZs",
        "If" => "Fn::If",
        "ImportValue" => "Fn::ImportValue",
        "Join" => "Fn::Join",
        "Length" => "Fn::Length",
        "Not" => "Fn::Not",
        "Or" => "Fn::Or",
        "Select" => "Fn::Select",
        "Split" => "Fn::Split",
        "Sub" => "Fn::Sub",
        "ToJsonString" => "Fn::ToJsonString",
        "Transform" => "Fn::Transform",
        _ => return None,
    })
}

/// The list that the text of a short form stands for: `!GetAtt function.Arn` names a resource and an attribute, which may
/// have dots of its own.
pub(super) fn list_of<'t>(function: &str, text: &'t str) -> Option<impl Iterator<Item = &'t str>> {
    (function == "Fn::GetAtt").then(|| text.splitn(2, '.'))
}
