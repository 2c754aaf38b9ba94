import { Testing } from 'cdk8s';
import { ModuleServiceAccount } from '../../lib';
import { emitted, moduleIn } from './support';

describe('the service account of a module', () => {
  test('is its own, without a token', () => {
    const account = emitted('ServiceAccount');
    expect(account).toMatchObject({ metadata: { name: 'retriever' }, automountServiceAccountToken: false });
    expect(account.metadata).not.toHaveProperty('annotations');
  });

  test('can have the annotations of a cloud identity', () => {
    const serviceAccount = ModuleServiceAccount.create({ annotations: { 'example.com/role': 'reader' } });
    expect(emitted('ServiceAccount', { serviceAccount }).metadata.annotations).toEqual({ 'example.com/role': 'reader' });
  });

  test('can be an existing one', () => {
    const chart = Testing.chart();
    const module = moduleIn(chart, { serviceAccount: ModuleServiceAccount.existing('shared.reader') });
    expect(module.serviceAccount).toBeUndefined();
    expect(emitted('Deployment', { serviceAccount: ModuleServiceAccount.existing('shared.reader') }).spec.template.spec.serviceAccountName).toBe('shared.reader');
    expect(() => ModuleServiceAccount.existing('Shared')).toThrow("ServiceAccount name 'Shared' is not a DNS subdomain");
  });
});
