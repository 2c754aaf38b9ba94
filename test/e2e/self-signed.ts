import { execFileSync } from 'node:child_process';
import { type Throwaway } from './throwaway';

/** A key and a certificate of loopback that vouches for itself, in a folder that goes with the test. */
export function selfSigned(place: Throwaway): { readonly key: string; readonly certificate: string } {
  const [key, certificate] = [place.path('tls.key'), place.path('tls.crt')];
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1',
    '-keyout', key, '-out', certificate,
  ], { stdio: 'ignore' });
  return { key, certificate };
}
