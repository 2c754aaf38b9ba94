import { stringify } from 'yaml';
import { type Endpoint } from './api-client';
import { type Throwaway } from './throwaway';

/** Writes the file by which kubectl and others find a server; returns its path. */
export function writeKubeconfig(place: Throwaway, name: string, { url, authority, token }: Endpoint, namespace?: string): string {
  return place.write(name, stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'e2e', cluster: { server: url, 'certificate-authority': authority } }],
    users: [{ name: 'e2e', user: { token } }],
    contexts: [{ name: 'e2e', context: { cluster: 'e2e', user: 'e2e', ...(namespace !== undefined && { namespace }) } }],
    'current-context': 'e2e',
  }));
}
