import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { freePort, type Throwaway } from '../throwaway';

const CLUSTER_ID = 'MkU3OEVBNTcwNTJENDM2Qk';
const CLASSES = `${process.env.KAFKA}/*`;
const run = promisify(execFile);

/** A broker of Kafka, and what its own tools do with it. */
export class Kafka {
  public static async start(place: Throwaway): Promise<Kafka> {
    const [port, controller] = [await freePort(), await freePort()];
    const kafka = new Kafka(place, `127.0.0.1:${port}`);
    const properties = place.write('kafka.properties', [
      'process.roles=broker,controller', 'node.id=1', `controller.quorum.voters=1@127.0.0.1:${controller}`, 'controller.listener.names=CONTROLLER',
      `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`, `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
      'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT', `log.dirs=${place.path('kafka')}`,
      'offsets.topic.replication.factor=1', 'offsets.topic.num.partitions=1', 'group.initial.rebalance.delay.ms=0',
    ].join('\n'));
    await kafka.tool('kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', properties);
    place.start('kafka', 'java', ['-Xmx512m', '-cp', CLASSES, 'kafka.Kafka', properties]);
    await place.until('kafka', () => answers(port));
    return kafka;
  }

  private constructor(private readonly place: Throwaway, public readonly bootstrapServer: string) {}

  /** A topic, all of which a group has read. */
  public async createTopic(topic: string, partitions: number, consumerGroup: string): Promise<void> {
    await this.tool('org.apache.kafka.tools.TopicCommand', '--bootstrap-server', this.bootstrapServer, '--create', '--topic', topic, '--partitions', String(partitions));
    await this.readAll(topic, consumerGroup);
  }

  public async write(topic: string, messages: number): Promise<void> {
    await this.tool(
      'org.apache.kafka.tools.ProducerPerformance', '--topic', topic, '--num-records', String(messages), '--record-size', '10', '--throughput', '-1',
      '--producer-props', `bootstrap.servers=${this.bootstrapServer}`,
    );
  }

  /** Commits the end of a topic for a group. */
  public async readAll(topic: string, consumerGroup: string): Promise<void> {
    // The tool may not see a topic that was just created, and then commits nothing without a word.
    const commits = new RegExp(`\\s${consumerGroup}\\s+${topic}\\s+\\d+\\s+\\d+`);
    for (let committed = ''; !commits.test(committed);) {
      committed = await this.tool(
        'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand', '--bootstrap-server', this.bootstrapServer, '--group', consumerGroup, '--topic', topic,
        '--reset-offsets', '--to-latest', '--execute',
      );
    }
  }

  private async tool(name: string, ...args: string[]): Promise<string> {
    const { stdout } = await run('java', ['-Xmx128m', '-cp', CLASSES, name, ...args], { cwd: this.place.folder });
    return stdout;
  }
}

/** True where a process listens on a port of loopback. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
