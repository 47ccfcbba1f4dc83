package org.hutong.kernel;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.math.ec.ECPoint;

/// SM2 signatures with SM3 over the curve sm2p256v1 and the standard's usual user id.
final class Sm2 {

    /// More than the curve's order needs, so that the secret taken modulo the order is even.
    static final int SECRET_BYTES = 48;

    private static final ECDomainParameters CURVE = new ECDomainParameters(GMNamedCurves.getByName("sm2p256v1"));

    private final ECPrivateKeyParameters secret;
    private final ECPoint open;

    Sm2(byte[] secret) {
        var d = new BigInteger(1, secret).mod(CURVE.getN().subtract(BigInteger.TWO)).add(BigInteger.ONE);
        this.secret = new ECPrivateKeyParameters(d, CURVE);
        this.open = CURVE.getG().multiply(d).normalize();
    }

    byte[] publicKey() {
        return open.getEncoded(false);
    }

    byte[] sign(byte[] content) {
        var signer = new SM2Signer();
        signer.init(true, new ParametersWithRandom(secret, new SecureRandom()));
        signer.update(content, 0, content.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean verify(byte[] publicKey, byte[] content, byte[] signature) {
        var signer = new SM2Signer();
        signer.init(false, new ECPublicKeyParameters(CURVE.getCurve().decodePoint(publicKey), CURVE));
        signer.update(content, 0, content.length);
        return signer.verifySignature(signature);
    }
}
