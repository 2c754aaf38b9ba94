import { Size } from 'cdk8s';
import { type KotaemonAppProps, ModelSource, PodVolume } from '../../lib';
import { external, appOf, podOf } from './apps';

describe('the image of the app', () => {
  const commandOf = (props: Partial<KotaemonAppProps>) => podOf(props).containers[0].command;
  const nltkData = { source: ModelSource.existing(PodVolume.claim('models', 'models')), size: Size.mebibytes(50) };

  test.each([
    ['ghcr.io/cinnamon/kotaemon:0.10.0-full', '/usr/local/bin/python'],
    ['ghcr.io/cinnamon/kotaemon:0.10.7-ollama', '/usr/local/bin/python'],
    ['ghcr.io/cinnamon/kotaemon:0.11.0-full', '/usr/local/bin/python'],
    ['ghcr.io/cinnamon/kotaemon:0.11.1-full', '/usr/local/bin/python'],
    ['ghcr.io/cinnamon/kotaemon:0.11.2-full', '/app/.venv/bin/python'],
    ['ghcr.io/cinnamon/kotaemon:0.11.3-full', '/app/.venv/bin/python'],
    ['registry.example.com:5000/mirror/kotaemon:v0.11.1-full-psycopg2', '/usr/local/bin/python'],
    ['registry.example.com/kotaemon:0.11.10', '/app/.venv/bin/python'],
    [`ghcr.io/cinnamon/kotaemon:0.11.3-full@sha256:${'0'.repeat(64)}`, '/app/.venv/bin/python'],
  ])('%s runs %s', (tagged, python) => {
    expect(commandOf({ image: tagged })).toEqual([python, 'app.py']);
  });

  test.each([
    ['ghcr.io/cinnamon/kotaemon:0.9.11-full'],
    ['ghcr.io/cinnamon/kotaemon:0.12.0-full'],
    ['ghcr.io/cinnamon/kotaemon:1.0.0-full'],
    ['registry.example.com/assistant:0.11.3-full'],
    ['registry.example.com/rag/kotaemon:2.4'],
    ['registry.example.com/rag/kotaemon:0.11.31beta'],
    [`ghcr.io/cinnamon/kotaemon@sha256:${'0'.repeat(64)}`],
  ])('%s needs a command', (unknown) => {
    expect(() => appOf({ image: unknown })).toThrow(`image of app 'kotaemon' is ${unknown}, whose path of Python is not known; known are repositories named kotaemon with tags of `
      + "0.10.0 to 0.11.x, as in ghcr.io/cinnamon/kotaemon:0.11.3-full; set command, as in ['/app/.venv/bin/python', 'app.py']");
    expect(commandOf({ image: unknown, command: ['/opt/venv/bin/python3', 'app.py'] })).toEqual(['/opt/venv/bin/python3', 'app.py']);
  });

  test('prepares the database with the Python of its command', () => {
    const command = ['/opt/venv/bin/python3.10', '-X', 'faulthandler', 'app.py'];
    const { initContainers } = podOf({ image: 'registry.example.com/assistant:1.0.0', command, state: external });
    expect(initContainers[1].command).toEqual(['/opt/venv/bin/python3.10', '/etc/kotaemon/kh_bootstrap.py']);
  });

  test.each([[['sh', 'launch.sh']], [['python', 'app.py']], [[]]])('rejects the command %j, whose first word is no path of Python', (command) => {
    expect(() => appOf({ command })).toThrow("command of app 'kotaemon' is [");
  });

  test.each(['0.10.0-lite', '0.11.1-lite'])('%s lacks the clients of the stores', (tag) => {
    expect(() => appOf({ image: `ghcr.io/cinnamon/kotaemon:${tag}`, state: external, nltkData })).toThrow(`image of app 'kotaemon' is ghcr.io/cinnamon/kotaemon:${tag}, which has no client of `
      + 'Elasticsearch, Qdrant or Milvus; use the kind full or ollama, or lite from 0.11.2 on, for external state');
    expect(() => appOf({ image: `ghcr.io/cinnamon/kotaemon:${tag}`, nltkData })).not.toThrow();
  });

  test('of the kind lite contains the store clients from 0.11.2 on', () => {
    expect(() => appOf({ image: 'ghcr.io/cinnamon/kotaemon:0.11.2-lite', state: external, nltkData })).not.toThrow();
  });
});
