import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Fields, isFields } from '../values/fields';
import { writeFileAtomically } from './replace-file';

/** Answers that are kept until a recording is complete, so that an interrupted one goes on where it ended. */
export interface PieceStore {
  get(key: string): Fields | undefined;
  put(key: string, answer: Fields): void;
}

/** Folder of a recording that holds answers until it is complete. */
export const PIECES_FOLDER = 'pieces';

/** Answers in the folder of a recording, one file each. */
export class FolderPieces implements PieceStore {
  private readonly path: string;

  public constructor(folder: string) {
    this.path = join(folder, PIECES_FOLDER);
  }

  /** Number of answers that are kept. */
  public get count(): number {
    return existsSync(this.path) ? readdirSync(this.path).filter((name) => name.endsWith('.json')).length : 0;
  }

  public get(key: string): Fields | undefined {
    const file = this.fileOf(key);
    if (!existsSync(file)) return undefined;
    try {
      const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
      return isFields(value) ? value : undefined;
    } catch {
      // A damaged file is queried again.
      return undefined;
    }
  }

  public put(key: string, answer: Fields): void {
    writeFileAtomically(this.fileOf(key), JSON.stringify(answer));
  }

  /** Removes the answers of a recording that is complete. */
  public remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  private fileOf(key: string): string {
    return join(this.path, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
  }
}
