package dev.plimsoll.app;
