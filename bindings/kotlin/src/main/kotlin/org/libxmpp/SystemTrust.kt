package org.libxmpp

import java.io.ByteArrayInputStream
import java.io.File
import java.nio.ByteBuffer
import java.security.KeyStore
import java.security.cert.CertificateException
import java.security.cert.CertificateFactory
import java.security.cert.X509Certificate
import javax.net.ssl.TrustManagerFactory
import javax.net.ssl.X509TrustManager

/**
 * Whether the platform trusts the server's chain. The name is not its business: a client asks this
 * only if the engine has found the domain in the certificate.
 */
fun platformTrusts(event: Event.VerifyCertificate): Boolean {
    val certificates = CertificateFactory.getInstance("X.509")
    try {
        val chain = event.chain.map {
            certificates.generateCertificate(ByteArrayInputStream(it)) as X509Certificate
        }
        platformManager.checkServerTrusted(chain.toTypedArray(), KEY_EXCHANGE)
        return true
    } catch (_: CertificateException) {
        return false
    }
}

/** How keys are exchanged, the certificate does not tell; Java itself says this in TLS 1.3. */
private const val KEY_EXCHANGE = "UNKNOWN"

private val platformManager: X509TrustManager by lazy {
    val factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm())
    factory.init(null as KeyStore?)
    factory.trustManagers.filterIsInstance<X509TrustManager>().first()
}

/** The authorities in a PEM file, for [Trust.Roots]. */
fun rootsOf(file: File): List<Octets> = rootsFromPem(file.readBytes().direct())

/** Octets where the engine can look at them. */
internal fun ByteArray.direct(): ByteBuffer =
    ByteBuffer.allocateDirect(size).also { it.put(this).flip() }
