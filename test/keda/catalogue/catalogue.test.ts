import { DESCRIBED_TYPES, defaultTargetOf, isAmount, traitsOf } from '../../../lib/keda/catalogue/scaler-traits';
import { isScaler, metadataNames, scalerTypes, type Setting, settingsOf, versionsOf } from '../../../lib/keda/catalogue/setting';
import { KedaVersion } from '../../../lib/keda/keda-version';

const namesOf = (type: string, minor: number): string[] => settingsOf(type, minor).flatMap((setting) => ('group' in setting ? namesOf(setting.group, minor) : [...setting.names]));
const all = KedaVersion.ALL.flatMap(({ minor }) => scalerTypes(minor));

describe('catalogue of scalers', () => {
  test('has the types of each version', () => {
    expect(KedaVersion.ALL.map(({ minor }) => scalerTypes(minor).length)).toEqual([68, 70, 75, 75, 77, 80]);
    expect(isScaler('stan', 18)).toBe(true);
    expect(isScaler('stan', 19)).toBe(false);
    expect(versionsOf('elastic-forecast')).toMatchObject({ since: 20 });
    expect(versionsOf('kafkaa')).toBeUndefined();
  });

  test('describes exactly the types of each version', () => {
    expect([...new Set(all)].sort()).toEqual([...DESCRIBED_TYPES].sort());
  });

  test.each([...new Set(all)].filter((type) => versionsOf(type)?.typedSince !== undefined && versionsOf(type)?.until === undefined))('names targets, activations and the address of %s by settings that it has', (type) => {
    const { targets, activations, address } = traitsOf(type);
    const names = namesOf(type, KedaVersion.NEWEST.minor);
    expect(names).toEqual(expect.arrayContaining([...targets, ...activations, ...(address === undefined ? [] : [address])]));
  });

  test('reads a row of the table with its versions', () => {
    const setting = (type: string, name: string, minor: number): Setting | undefined => settingsOf(type, minor).find((each): each is Setting => 'names' in each && each.names.includes(name));
    expect(setting('kafka', 'lagThreshold', 21)).toMatchObject({ names: ['lagThreshold'], sources: ['metadata'], type: 'int64', optional: false, default: '10', deprecated: false });
    expect(setting('kafka', 'fullMetadata', 20)).toBeUndefined();
    expect(setting('kafka', 'fullMetadata', 21)).toMatchObject({ type: 'bool', default: 'true' });
    expect(setting('cpu', 'type', 17)).toMatchObject({ deprecated: false, enum: ['Utilization', 'AverageValue'] });
    expect(setting('cpu', 'type', 18)).toMatchObject({ deprecated: true });
    expect(setting('aws-dynamodb', 'targetValue', 21)).toMatchObject({ default: '-1', optional: true });
    expect(setting('ibmmq', 'queueNames', 21)).toMatchObject({ names: ['queueName', 'queueNames'], type: '[]string' });
  });

  test('lists the names that a trigger may write, those of its groups and of the environment included', () => {
    expect(metadataNames('redis', 21)).toEqual(expect.arrayContaining(['listName', 'addresses', 'addressFromEnv', 'enableTLS']));
    expect(metadataNames('prometheus', 21)).toEqual(expect.arrayContaining(['authModes', 'serverAddress']));
  });

  test.each([['kafka', 10], ['redis', 5], ['rabbitmq', 20], ['aws-sqs-queue', 5], ['prometheus', undefined], ['aws-dynamodb', undefined]])('knows the default target of %s', (type, value) => {
    expect(defaultTargetOf(type)).toBe(value);
  });

  test('distinguishes amounts from counts', () => {
    expect([isAmount('redis-streams', 'lagCount'), isAmount('rabbitmq', 'queueLength'), isAmount('rabbitmq', 'queueName')]).toEqual([true, true, false]);
  });
});

describe('version of KEDA', () => {
  test.each(['2.18', '2.18.3', 'v2.18.0'])('reads %s', (text) => expect(KedaVersion.of(text).toString()).toBe('2.18'));

  test.each(['2.15', '2.22', '3.0', '2', '', 'latest', '2.18.x'])("refuses '%s'", (text) => {
    expect(() => KedaVersion.of(text)).toThrow(`'${text}' is not a known version of KEDA; use one from 2.16 to 2.21, as in '2.18'`);
  });
});
