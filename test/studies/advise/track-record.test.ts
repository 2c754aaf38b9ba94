import { pastOf, readTrackRecord, trackRecordLine } from '../../../lib/studies/advise/track-record';

const ENTRY = { workload: 'web', from: '2026-01-05T00:00:00Z', to: '2026-01-12T00:00:00Z', cameTrue: true, text: 'all figures agree' };

test('a track record counts the predictions of a workload, one for each range', () => {
  const text = [ENTRY, { ...ENTRY, from: '2026-01-12T00:00:00Z', cameTrue: false }, { ...ENTRY, workload: 'api' }].map(trackRecordLine).join('');
  expect(pastOf(readTrackRecord(text), 'web')).toEqual({ count: 2, cameTrue: 1 });
  expect(pastOf(readTrackRecord(text), 'db')).toEqual({ count: 0, cameTrue: 0 });
});

test('a range that is verified again counts once, by the last result', () => {
  const text = trackRecordLine(ENTRY) + trackRecordLine({ ...ENTRY, cameTrue: false });
  expect(pastOf(readTrackRecord(text), 'web')).toEqual({ count: 1, cameTrue: 0 });
});

test('a line that was cut off is left out, and those around it count', () => {
  const text = `${trackRecordLine(ENTRY)}{"workload":"web","fro\n[1]\n${trackRecordLine({ ...ENTRY, from: '2026-01-19T00:00:00Z' })}`;
  expect(readTrackRecord(text)).toHaveLength(2);
});
