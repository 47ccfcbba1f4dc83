package org.hutong.policy.feel;

/// An expression outside the closed FEEL subset, or wrong in itself. The message names the construct.
public final class FeelException extends RuntimeException {
    private final String construct;

    public FeelException(String construct, String detail) {
        super(detail);
        this.construct = construct;
    }

    /// Short name of the refused construct, e.g. `for`, `函数 substring`.
    public String construct() {
        return construct;
    }

    static FeelException refuse(String construct) {
        return new FeelException(construct, "不在支持的 FEEL 子集内：" + construct);
    }
}
