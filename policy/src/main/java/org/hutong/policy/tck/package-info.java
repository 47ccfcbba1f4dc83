/// Reads models of the DMN Technology Compatibility Kit (DMN 1.3 to 1.5) and compares our reading of FEEL with the published results.
///
/// Rulebooks never run here: they are compiled (`run`). This is the same parser and the same subset over plain objects, plus what foreign models need to be read at all
/// (structures as input, lists). Every construct outside is refused by its name, never evaluated differently.
package org.hutong.policy.tck;
