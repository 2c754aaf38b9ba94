import { hardSpreadHonorsTaints } from '../../../lib/checks/disruption/hard-spread-honors-taints';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const spread = (constraint: object) => webContainer({}, { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', ...constraint }] });

test.each([
  ['taints are honoured', { nodeTaintsPolicy: 'Honor' }], ['as far as there is room', { whenUnsatisfiable: 'ScheduleAnyway' }], ['over zones', { topologyKey: 'topology.kubernetes.io/zone' }],
])('compliant: %s', (_, constraint) => {
  expect(verdict(hardSpreadHonorsTaints, spread(constraint))).toEqual([]);
});

test.each([{}, { nodeTaintsPolicy: 'Ignore' }])('non-compliant: %j', (constraint) => {
  expect(verdict(hardSpreadHonorsTaints, spread(constraint))).toEqual(['topologySpreadConstraints with DoNotSchedule over kubernetes.io/hostname count nodes whose taints the pods do not tolerate; set nodeTaintsPolicy: Honor']);
});
