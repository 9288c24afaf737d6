import { describe, expect, it } from "vitest";
import { parseMailDate } from "../../../../main/core/text/mail-date.ts";

function read(header: string): string | undefined {
  const date = parseMailDate(header);
  return date === undefined ? undefined : `${new Date(date.dateMs).toISOString().slice(0, 19)} ${date.localDate}`;
}

describe("parseMailDate", () => {
  // A zone read as UTC shifts a mail by hours, near midnight to the wrong day.
  it.each([
    ["Thu, 4 Mar 2021 10:00:00 +0100", "2021-03-04T09:00:00 2021-03-04"],
    ["4 Mar 2021 10:00 -0330", "2021-03-04T13:30:00 2021-03-04"],
    ["Thu, 4 Mar 2021 23:30:00 -0500 (EST)", "2021-03-05T04:30:00 2021-03-04"],
    ["Thu, 4 Mar 2021 00:30:00 +0900 (Tokyo (Standard) Time)", "2021-03-03T15:30:00 2021-03-04"],
    ["Tue, 20 Aug 2002 12:01:02 EDT", "2002-08-20T16:01:02 2002-08-20"],
    ["Tue, 20 Aug 2002 12:01:02 PST", "2002-08-20T20:01:02 2002-08-20"],
    ["Tue, 20 Aug 2002 12:01:02 UT", "2002-08-20T12:01:02 2002-08-20"],
    ["Tue, 20 Aug 2002 12:01:02 GMT", "2002-08-20T12:01:02 2002-08-20"],
    ["16 May 2016 at 09:30:32  GMT+1", "2016-05-16T08:30:32 2016-05-16"],
    ["Mon, 16 May 2016 01:30:00 GMT-05:30", "2016-05-16T07:00:00 2016-05-16"],
    ["Mon, 16 May 2016 23:30:00 UTC+0200", "2016-05-16T21:30:00 2016-05-16"],
    ["Tue, 20 Aug 2002 12:01:02 CEST", "2002-08-20T10:01:02 2002-08-20"],
    // RFC 5322, 4.3: single letters and unknown zones are no information, that is UTC.
    ["Tue, 20 Aug 2002 12:01:02 Q", "2002-08-20T12:01:02 2002-08-20"],
    ["Tue, 20 Aug 2002 12:01:02", "2002-08-20T12:01:02 2002-08-20"],
  ])("reads the zone of %s", (header, expected) => {
    expect(read(header)).toBe(expected);
  });

  // Public archives write asctime; the year behind the clock must not be taken for a zone.
  it.each([
    ["Fri Apr  1 06:26:15 2005", "2005-04-01T06:26:15 2005-04-01"],
    ["Fri Apr  1 06:26:15 EST 2005", "2005-04-01T11:26:15 2005-04-01"],
    ["Fri Apr 1 06:26:15 2005 +0200", "2005-04-01T04:26:15 2005-04-01"],
    ["April 1, 2005 6:26 PM", "2005-04-01T18:26:00 2005-04-01"],
  ])("reads asctime and its kin: %s", (header, expected) => {
    expect(read(header)).toBe(expected);
  });

  // A two-digit year taken literally puts a mail into the first century.
  it.each([
    ["Mon, 5 Jan 98 10:00:00 +0000", "1998-01-05T10:00:00 1998-01-05"],
    ["Mon, 5 Jan 04 10:00:00 +0000", "2004-01-05T10:00:00 2004-01-05"],
    ["Mon, 5 Jan 104 10:00:00 +0000", "2004-01-05T10:00:00 2004-01-05"],
    ["Mon, 5-Jan-98 10:00:00 +0000", "1998-01-05T10:00:00 1998-01-05"],
  ])("completes the year of %s", (header, expected) => {
    expect(read(header)).toBe(expected);
  });

  it.each([
    ["2005-04-01T06:26:15+02:00", "2005-04-01T04:26:15 2005-04-01"],
    ["2005-04-01T06:26:15Z", "2005-04-01T06:26:15 2005-04-01"],
    ["2005-04-01 06:26:15.123456 -0700", "2005-04-01T13:26:15 2005-04-01"],
    ["2005-04-01", "2005-04-01T00:00:00 2005-04-01"],
  ])("reads ISO 8601: %s", (header, expected) => {
    expect(read(header)).toBe(expected);
  });

  // An unreadable date must be "undated", never a guess such as today or 1970.
  it.each(["", "   ", "yesterday", "Thu, 40 Mar 2021 10:00:00 +0100", "4 Foo 2021 10:00:00", "12:00:00", "(comment)"])(
    "gives no date for %j",
    (header) => {
      expect(parseMailDate(header)).toBeUndefined();
    },
  );

  it("folds odd white space and takes 12 o'clock for what it is", () => {
    expect(read("Thu,\n\t4   Mar 2021 12:05:00 AM +0000")).toBe("2021-03-04T00:05:00 2021-03-04");
    expect(read("Thu, 4 Mar 2021 12:05:00 PM +0000")).toBe("2021-03-04T12:05:00 2021-03-04");
  });
});
