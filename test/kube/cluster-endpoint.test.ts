import { ClusterEndpoint } from '../../lib';

const caller = { name: 'ingest', podLabels: { app: 'ingest' } };

describe('ClusterEndpoint', () => {
  test('is reached by the labels of its pods and namespaces, and has no address', () => {
    const namespaceLabels = { 'kubernetes.io/metadata.name': 'kafka' };
    const podLabels = { 'strimzi.io/kind': 'Kafka' };
    expect(ClusterEndpoint.of('kafka', { port: 9092, namespaceLabels, podLabels }).acceptFrom(caller)).toEqual({
      name: 'kafka', routes: [{ peers: [{ namespaceLabels, podLabels }], ports: [9092] }],
    });
  });

  test.each([
    [{ port: 9092 }, 'kafka has neither podLabels nor namespaceLabels, by which a NetworkPolicy selects pods; set at least one'],
    [{ port: 0, podLabels: { app: 'kafka' } }, 'the port of kafka must be a whole number from 1 to 65535, got 0'],
    [{ port: 9092, podLabels: { app: 'not a label' } }, "'not a label'"],
  ])('%j is refused', (options, message) => {
    expect(() => ClusterEndpoint.of('kafka', options)).toThrow(message);
  });
});
