package org.hutong;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.springframework.boot.ssl.pem.PemContent;

/// The certificate folder, looked at before the server starts: a wrong key would else only show in every visitor's browser.
final class Certificate {

    static final String CHAIN = "fullchain.pem";
    static final String KEY = "privkey.pem";

    private Certificate() {}

    /// @throws CannotStart `SRV-003`, `SRV-004`
    static void check(Path folder) {
        for (var file : new String[] {CHAIN, KEY}) {
            if (!Files.isReadable(folder.resolve(file))) {
                throw new CannotStart("SRV-003", "证书目录 " + folder + " 里没有可读的 " + file + "。没有启动，数据未改动；请放入证书后重试。");
            }
        }
        X509Certificate certificate;
        PrivateKey key;
        try {
            certificate = PemContent.load(folder.resolve(CHAIN)).getCertificates().getFirst();
        } catch (Exception e) {
            throw broken(folder, CHAIN + " 不是 PEM 格式的证书");
        }
        try {
            key = PemContent.load(folder.resolve(KEY)).getPrivateKey();
        } catch (Exception e) {
            throw broken(folder, KEY + " 不是 PEM 格式的私钥，或设了密码");
        }
        if (key == null) {
            throw broken(folder, KEY + " 里没有私钥");
        }
        if (!belong(certificate, key)) {
            throw broken(folder, KEY + " 和 " + CHAIN + " 的第一张证书不是一对");
        }
        try {
            certificate.checkValidity();
        } catch (CertificateException e) {
            System.err.println("注意：证书的有效期是 " + certificate.getNotBefore().toInstant() + " 到 " + certificate.getNotAfter().toInstant() + "，现在不在其中，浏览器会警告用户。请尽快换证书并重启。");
        }
    }

    private static CannotStart broken(Path folder, String what) {
        return new CannotStart("SRV-004", "证书目录 " + folder + "：" + what + "。没有启动，数据未改动；请换上配套的证书（服务器证书在前、中间证书在后）和私钥后重试。");
    }

    private static boolean belong(X509Certificate certificate, PrivateKey key) {
        try {
            var sign = Signature.getInstance(switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> key.getAlgorithm();
            });
            var text = new byte[] {1, 2, 3};
            sign.initSign(key);
            sign.update(text);
            var signed = sign.sign();
            sign.initVerify(certificate.getPublicKey());
            sign.update(text);
            return sign.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
