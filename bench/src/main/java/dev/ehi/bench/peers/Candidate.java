package dev.ehi.bench.peers;

/** One setting of one index of a method. */
record Candidate(Peer peer, Peer.Build build, PeerIndex index, PeerIndex.Setting setting) {}
