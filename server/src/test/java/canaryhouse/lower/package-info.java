/// A room that may call nobody and calls the one above all the same: what the verification of rooms must find.
@ApplicationModule(allowedDependencies = {})
package canaryhouse.lower;

import org.springframework.modulith.ApplicationModule;
