package org.hutong.city;

public enum Sex {
    MALE("男"), FEMALE("女");

    private final String text;

    Sex(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
