import { App, Testing } from 'cdk8s';
import { findingsOf } from '../../test/support/charts';
import { CompanyChart, TeamChart } from './chart';

const team = Testing.synth(new TeamChart(new App(), 'team'));
const company = Testing.synth(new CompanyChart(new App(), 'company'));
const find = (manifests: any[], kind: string, name = 'kotaemon') => manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);

test('the app of the team has one pod, is recreated on updates and never scaled', () => {
  expect(find(team, 'Deployment').spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  expect(find(team, 'PersistentVolumeClaim', 'kotaemon-data').spec.accessModes).toEqual(['ReadWriteOnce']);
  expect(team.map(({ kind }) => kind)).not.toContain('HorizontalPodAutoscaler');
});

test('the app of the company has several pods on a shared volume', () => {
  expect(find(company, 'HorizontalPodAutoscaler').spec).toMatchObject({ minReplicas: 2, maxReplicas: 6 });
  expect(find(company, 'PersistentVolumeClaim', 'files').spec.accessModes).toEqual(['ReadWriteMany']);
  expect(find(company, 'Deployment').spec.template.spec.initContainers.map(({ name }: any) => name)).toEqual(['driver', 'bootstrap']);
});

test("no manifest contains a password: the first user's comes from a Secret", () => {
  for (const manifests of [team, company]) {
    const { env } = find(manifests, 'Deployment').spec.template.spec.containers[0];
    expect(env).toContainEqual({ name: 'KH_FEATURE_USER_MANAGEMENT_PASSWORD', valueFrom: { secretKeyRef: { name: 'kotaemon-admin', key: 'password' } } });
  }
});

test('the checks report nothing', () => {
  expect([...findingsOf(new TeamChart(new App(), 'team')), ...findingsOf(new CompanyChart(new App(), 'company'))]).toEqual([]);
});

test('matches the snapshot', () => {
  expect([team, company]).toMatchSnapshot();
});
