/** Dot canvas in a grid of characters: two by four dots per braille character, one by two in ASCII. */
export class DotCanvas {
  public readonly dotsPerRow: number;
  public readonly dotRows: number;
  private readonly dots: Uint8Array;
  private readonly owner: Int8Array;

  public constructor(private readonly columns: number, private readonly rows: number, private readonly ascii: boolean) {
    this.dotsPerRow = columns * (ascii ? 1 : 2);
    this.dotRows = rows * (ascii ? 2 : 4);
    this.dots = new Uint8Array(columns * rows);
    this.owner = new Int8Array(columns * rows).fill(-1);
  }

  /**
   * Sets a dot; x counts from the left, y from the bottom. If several series share a character, the last one sets its
   * color.
   */
  public set(x: number, y: number, series: number): void {
    if (x < 0 || x >= this.dotsPerRow || y < 0 || y >= this.dotRows) return;
    const fromTop = this.dotRows - 1 - y;
    const cell = Math.floor(fromTop / (this.ascii ? 2 : 4)) * this.columns + (this.ascii ? x : x >> 1);
    this.dots[cell] |= this.ascii ? 1 << (fromTop & 1) : BRAILLE_BITS[fromTop & 3][x & 1];
    this.owner[cell] = series;
  }

  /** Returns the rows from top to bottom; `paint` colors the text of a series. */
  public render(paint: (text: string, series: number) => string): string[] {
    return Array.from({ length: this.rows }, (_, row) => {
      let line = '';
      for (let column = 0; column < this.columns; column++) {
        const cell = row * this.columns + column;
        const owner = this.owner[cell];
        line += owner < 0 ? ' ' : paint(this.ascii ? ASCII_MARKS[owner % ASCII_MARKS.length] : String.fromCharCode(0x2800 + this.dots[cell]), owner);
      }
      return line.trimEnd();
    });
  }
}

const BRAILLE_BITS = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

/** Markers of the series in ASCII charts. */
export const ASCII_MARKS = ['.', '#', '+', 'o', '*'];
