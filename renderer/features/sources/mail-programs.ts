/**
 * What to do in each mail program to get at one's mail: words alone.
 *
 * After the programs' own help pages (Google Account Help "Download your data", Microsoft Support "Export emails,
 * contacts, and calendar items to Outlook using a .pst file", Apple "Import or export mailboxes in Mail on Mac",
 * Mozilla Support "Profiles" and "IMAP Synchronization").
 */

/** A way to get at the mail: steps in order, and what to know beside them. */
export type Way = { readonly title: string; readonly steps: readonly string[]; readonly notes: readonly string[] };

/** A mail program and its ways. */
export type MailProgram = { readonly name: string; readonly ways: readonly Way[] };

const GMAIL: MailProgram = {
  name: "Gmail",
  ways: [
    {
      title: "Google Takeout",
      steps: [
        "Open takeout.google.com and sign in. Click “Deselect all”, then tick “Mail” alone.",
        "Click “Next step”. Choose a download link by e-mail, export once, type .zip, and the largest size offered (50 GB).",
        "Wait for Google’s mail: minutes for a small mailbox, a day or more for a large one. Download within a week, before the link expires.",
        "Drop the zip here as it is. It need not be unpacked.",
      ],
      notes: [
        "Where the mail is larger than the size you chose, Google splits it into several files: drop all of them together. Nothing comes in twice.",
        "Your labels come along, and so do Spam and Trash: spam is marked as such.",
        "In a company’s account the administrator may have switched Takeout off. Thunderbird can fetch the mail instead.",
      ],
    },
  ],
};

const OUTLOOK: MailProgram = {
  name: "Outlook",
  ways: [
    {
      title: "Classic Outlook for Windows",
      steps: [
        "File, Open & Export, Import/Export.",
        "“Export to a file”, then “Outlook Data File (.pst)”.",
        "Select the topmost line, your account, and tick “Include subfolders”.",
        "Choose where to save it, click Finish, and leave the password empty. Drop the .pst file here.",
      ],
      notes: [
        "Outlook exports only what it has downloaded. First: File, Account Settings, your account, Change: move “Download email for the past” to “All” and let it finish.",
        "An .ost file is Outlook’s own cache of an account, often in a newer form that cannot be read here. Export a .pst instead.",
        "A .pst file has a limit of 50 GB. For more mail export folder by folder, into several files.",
      ],
    },
    {
      title: "New Outlook, Outlook for Mac, Outlook on the web",
      steps: [
        "On the same account, open classic Outlook or Thunderbird on any computer and let it download all mail.",
        "Take the mail from there: the .pst file from classic Outlook, the profile’s folders from Thunderbird.",
      ],
      notes: [
        "The .olm file that Outlook for Mac exports (Tools, Export) is a format of its own that Longhand does not read.",
        "Single mails that were saved as .eml files can be dropped here, a folder of them too. .msg files are not read.",
      ],
    },
  ],
};

const APPLE_MAIL: MailProgram = {
  name: "Apple Mail",
  ways: [
    {
      title: "Export mailboxes",
      steps: [
        "In Mail’s sidebar select one mailbox or several; select Sent too, it is what your hand is learnt from.",
        "Mailbox, Export Mailbox…, and choose a folder.",
        "Drop the folders that end in .mbox here.",
      ],
      notes: [
        "Attachments come along only where Mail has downloaded them: Mail, Settings, Accounts, Download Attachments: All.",
      ],
    },
    {
      title: "Everything at once",
      steps: [
        "Quit Mail. In the Finder choose Go, Go to Folder…, and type ~/Library/Mail",
        "Copy the folder named V and a number (V10, say) to your desktop.",
        "Drop the copy here: Mail’s own .emlx files are read with their attachments.",
      ],
      notes: [
        "macOS guards that folder. To import it in place, allow Longhand “Full Disk Access” in System Settings, Privacy & Security.",
      ],
    },
  ],
};

const THUNDERBIRD: MailProgram = {
  name: "Thunderbird",
  ways: [
    {
      title: "The profile folder",
      steps: [
        "For an IMAP account: Account Settings, Synchronization & Storage, tick “Keep messages for this account on this computer”, then File, Offline, Download/Sync Now.",
        "Help, Troubleshooting Information, Profile Folder: Open Folder (Open Directory on Linux).",
        "Close Thunderbird, so that nothing changes while it is read.",
        "Drop the folders Mail and ImapMail here, or single files in them that have no ending, like Inbox and Sent.",
      ],
      notes: [
        "The .msf files beside them are only indexes: they are left out and listed as such.",
        "Mails that were deleted and not yet compacted away are still in the files, and come in as mail.",
      ],
    },
  ],
};

const OTHERS: MailProgram = {
  name: "Others",
  ways: [
    {
      title: "Whatever keeps mail in an open format",
      steps: [
        "Evolution, KMail, mutt, Dovecot, mbsync: drop the Maildir folder, or the mbox files.",
        "Proton Mail, Fastmail, eM Client and others export mbox or .eml files: drop the folder or the zip.",
        "Anything else that speaks IMAP: add the account to Thunderbird and take the mail from there.",
      ],
      notes: [
        "A file is recognised by what is in it, not by its name. What cannot be read is listed, with the reason.",
      ],
    },
  ],
};

/** In the order in which people ask for them. */
export const MAIL_PROGRAMS: readonly [MailProgram, ...MailProgram[]] = [
  GMAIL,
  OUTLOOK,
  APPLE_MAIL,
  THUNDERBIRD,
  OTHERS,
];
