package org.tapline.cli.launch;

/// What runs in this process.
public enum Role {
    ALL,
    PROXY,
    BRIDGE;

    boolean proxy() {
        return this != BRIDGE;
    }

    boolean bridge() {
        return this != PROXY;
    }
}
