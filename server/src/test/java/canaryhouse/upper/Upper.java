package canaryhouse.upper;

public class Upper {
}
