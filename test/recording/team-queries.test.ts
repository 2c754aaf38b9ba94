import fc from 'fast-check';
import { Query } from '../../lib/promql';
import { fillTemplate, readTeamQueries } from '../../lib/recording/team-queries';
import { type RecordingTarget } from '../../lib/recording';
import { UserError } from '../../lib/values/user-error';

function target(namespace: string, name = 'web'): RecordingTarget {
  const autoscaler = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name } };
  return { name, apiVersion: 'apps/v1', kind: 'Deployment', namespace, members: [{ kind: 'Deployment', name }], autoscaler, hpaName: name, services: [], remarks: [] };
}

const SECONDS = { window: 120, step: 60 };

test('variables are replaced within texts and outside', () => {
  expect(fillTemplate('x{n="$namespace",a=$name,p=~\'$pods\',k=`$kind`}[$window] $step', target('shop'), SECONDS)).toMatch(
    /^x\{n="shop",a="web",p=~'web-\[[^']+',k=`Deployment`\}\[120s\] 60s$/,
  );
});

test('a dollar within a regular expression stays', () => {
  expect(fillTemplate('x{path=~"^/api$|^/$"}', target('shop'), SECONDS)).toBe('x{path=~"^/api$|^/$"}');
});

test('a value is escaped within its string', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('"', "'", '\\', '}', ',', ' ', '=', 'a', '{', '#', '\n', '<') }), (namespace) => {
    for (const template of ['x{n="$namespace"}', "x{n='$namespace'}", 'x{n=$namespace}']) {
      const [{ matchers }] = Query.parse(fillTemplate(template, target(namespace), SECONDS)).selections;
      expect(matchers.map(({ label, value }) => [label, value])).toContainEqual(['n', namespace]);
      expect(matchers).toHaveLength(2);
    }
  }));
});

test.each([
  ['x{n=$nmspace}', "the query 'x{n=$nmspace}' has $nmspace, which is unknown; did you mean namespace?"],
  ['x{n=`$namespace`}', "$namespace is 'a`b', which a string in backticks cannot contain; use double quotes"],
])('%s is refused', (template, message) => {
  expect(() => fillTemplate(template, target('a`b'), SECONDS)).toThrow(new RegExp(message.replace(/[$`?{}.]/g, '\\$&')));
});

test.each([
  ['queries: {', 'q.yaml:1: not YAML: Flow map in block collection must be sufficiently indented and end with a } at line 1, column 11:'],
  ['[]', 'q.yaml has no queries; write, for instance, queries: {requests: sum(rate(shop_requests_total{namespace="$namespace"}[$window]))}'],
  ['query: {}', 'q.yaml: query is unknown; known are labels, queries, latency, workloads'],
  ['queries: {request: x}', 'q.yaml: queries.request is unknown; did you mean requests?'],
  ['queries: {requests: 1}', 'q.yaml: queries.requests is 1; use a text'],
  ['latency: {query: x, unit: h}', 'q.yaml: latency.unit is "h"; use one of s, ms, us'],
  ['labels: {pods: [pod]}', 'q.yaml: labels.pods is ["pod"]; use the label of the namespace and that of the object, as in [exported_namespace, exported_pod]'],
  ['labels: {pods: ["n", "p=1"]}', 'q.yaml: labels.pods is ["n","p=1"]'],
  ['workloads: {web: {query: x}}', 'q.yaml: workloads.web.query is unknown; known are queries, latency'],
])('%s is refused with its place', (text, message) => {
  expect(() => readTeamQueries(text, 'q.yaml')).toThrow(UserError);
  expect(() => readTeamQueries(text, 'q.yaml')).toThrow(message);
});
