package canaryhouse.lower;

import canaryhouse.upper.Upper;

public class Lower {
    public Upper upper;
}
