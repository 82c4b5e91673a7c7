package org.tapline.bridge.policy;

/// One effective value with its origin, as `policy show` prints it.
///
/// @param key name of the key
/// @param value in its one spelling
/// @param origin the most particular level that had a say
/// @param text what the key does
public record Setting(String key, String value, Level origin, String text) {}
