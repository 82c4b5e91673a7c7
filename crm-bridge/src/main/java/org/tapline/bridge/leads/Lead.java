package org.tapline.bridge.leads;

import java.util.Optional;
import org.tapline.bridge.mime.MailAddress;

/// An enquiry.
///
/// @param rule the rule that found it
/// @param enquirer name and address; the name may be empty, the address never is
/// @param phone as written
/// @param message what was asked
public record Lead(String rule, MailAddress enquirer, Optional<String> phone, String message) {}
