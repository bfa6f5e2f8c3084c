#pragma once
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// Macros and variadic functions that Swift cannot see, one function each.

static inline int apiboot_SSL_CTX_set_min_proto_version(SSL_CTX *_Nonnull context, int version) {
    return (int)SSL_CTX_set_min_proto_version(context, version);
}

static inline void apiboot_SSL_CTX_set_modes(SSL_CTX *_Nonnull context) {
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN);
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
}

static inline void apiboot_SSL_CTX_set_session_cache_off(SSL_CTX *_Nonnull context) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

static inline void apiboot_SSL_CTX_set_read_ahead(SSL_CTX *_Nonnull context) { SSL_CTX_set_read_ahead(context, 1); }

static inline int apiboot_SSL_CTX_add_extra_chain_cert(SSL_CTX *_Nonnull context, X509 *_Nonnull certificate) {
    return (int)SSL_CTX_add_extra_chain_cert(context, certificate);
}

static inline int apiboot_SSL_set_tlsext_host_name(SSL *_Nonnull ssl, const char *_Nonnull name) {
    return (int)SSL_set_tlsext_host_name(ssl, name);
}

static inline EVP_PKEY *_Nullable apiboot_EVP_EC_gen_p256(void) { return EVP_EC_gen("P-256"); }

/// Go's order for TLS 1.3; a server's own order counts, unless a client without AES in hardware puts ChaCha20 first.
static inline int apiboot_SSL_CTX_set_cipher_order(SSL_CTX *_Nonnull context) {
    SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    return SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256");
}

/// Puts a buffer of `bytes` before the socket, if there is none: whether there is one now.
static inline int apiboot_SSL_gather(SSL *_Nonnull ssl, long bytes) {
    BIO *below = SSL_get_wbio(ssl);
    if (below == NULL || BIO_method_type(below) == BIO_TYPE_BUFFER) return below != NULL;
    BIO *buffer = BIO_new(BIO_f_buffer());
    if (buffer == NULL || BIO_set_write_buffer_size(buffer, bytes) != 1) {
        BIO_free(buffer);
        return 0;
    }
    BIO_up_ref(below);
    SSL_set0_wbio(ssl, BIO_push(buffer, below));
    return 1;
}

/// Sends what the buffer holds, and takes the buffer away: 1 when that is done, 0 if the socket is full, -1 if it is closed.
static inline int apiboot_SSL_end_gathering(SSL *_Nonnull ssl) {
    BIO *buffer = SSL_get_wbio(ssl);
    if (buffer == NULL || BIO_method_type(buffer) != BIO_TYPE_BUFFER) return 1;
    if (BIO_flush(buffer) <= 0) return BIO_should_retry(buffer) ? 0 : -1;
    BIO *below = BIO_next(buffer);
    BIO_up_ref(below);
    SSL_set0_wbio(ssl, below);
    return 1;
}

static inline int apiboot_BIO_pending(BIO *_Nonnull bio) { return BIO_pending(bio); }

static inline X509_EXTENSION *_Nullable apiboot_X509V3_EXT_conf_nid(
    X509 *_Nonnull issuer, X509 *_Nonnull subject, int nid, const char *_Nonnull value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, subject, NULL, NULL, 0);
    return X509V3_EXT_conf_nid(NULL, &context, nid, value);
}

static inline size_t apiboot_X509_STORE_CTX_untrusted_count(X509_STORE_CTX *_Nonnull context) {
    STACK_OF(X509) *stack = X509_STORE_CTX_get0_untrusted(context);
    return stack == NULL || sk_X509_num(stack) < 0 ? 0 : (size_t)sk_X509_num(stack);
}
